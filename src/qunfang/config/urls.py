from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("qunfang.web.urls")),
]

handler404 = "qunfang.web.refusals.page_not_found"
handler403 = "qunfang.web.refusals.permission_denied"
handler500 = "qunfang.web.refusals.server_error"
