from django.urls import path

from qunfang.web.views import people

urlpatterns = [
    path("join/<str:secret>/", people.join, name="join"),
    path("units/<int:pk>/invite/", people.invite_page, name="invite"),
    path("me/", people.me, name="me"),
]
