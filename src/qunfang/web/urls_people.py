"""People: joining, one's own account, looking after others."""

from django.urls import path

from qunfang.web.views.people import joining, me, staff

urlpatterns = [
    path("join/<str:secret>/", joining.join, name="join"),
    path("password/<str:secret>/", joining.new_password, name="new-password"),
    path("units/<int:pk>/invite/", joining.invite_page, name="invite"),
    path("people/", staff.people, name="people"),
    path("people/excel/", staff.people_export, name="people-export"),
    path("people/invitations/", joining.invitations, name="invitations"),
    path("people/invitations/<int:pk>/withdraw/", joining.withdraw, name="invitation-withdraw"),
    path("people/<int:pk>/", staff.person, name="person"),
    path("people/<int:pk>/password/", staff.password_link, name="password-link"),
    path("people/<int:pk>/switch/", staff.switch, name="person-switch"),
    path("people/posts/<int:pk>/end/", staff.end, name="post-end"),
    path("me/", me.me, name="me"),
]
