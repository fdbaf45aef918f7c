from django.urls import path

from qunfang.web.views import home

urlpatterns = [
    path("healthz", home.health, name="health"),
]
