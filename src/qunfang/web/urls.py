from django.urls import include, path

from qunfang.web.api import api
from qunfang.web.views import home

urlpatterns = [
    path("api/", api.urls),
    path("healthz", home.health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("qunfang.web.urls_dues")),
    path("", include("qunfang.web.urls_pocket")),
    path("", include("qunfang.web.urls_coverage")),
    path("", include("qunfang.web.urls_plans")),
    path("", include("qunfang.web.urls_people")),
    path("", include("qunfang.web.urls_screening")),
    path("", include("qunfang.web.urls_places")),
    path("", include("qunfang.web.urls_materials")),
]
