from django.urls import path

from qunfang.web.views.pocket import arrivals, pages

urlpatterns = [
    path("sw.js", pages.worker, name="pocket-worker"),
    path("pocket/", pages.pocket, name="pocket"),
    path("pocket/dues.json", pages.dues, name="pocket-dues"),
    path("pocket/uploads/<uuid:key>/", arrivals.upload, name="pocket-upload"),
    path("pocket/proofs/", arrivals.proof, name="pocket-proof"),
    path("s/<str:name>/", pages.site_door, name="site-door"),
]
