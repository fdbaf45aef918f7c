from django.urls import path

from qunfang.web.views import dues, review

urlpatterns = [
    path("", dues.home, name="home"),
    path("dues/", dues.dues_list, name="dues"),
    path("dues/excel/", dues.dues_export, name="dues-export"),
    path("dues/<slug:key>/", dues.due_page, name="due"),
    path("review/", review.queue, name="review"),
    path("review/<int:pk>/", review.decide, name="review-decide"),
    path("files/<int:pk>/", review.attachment, name="attachment"),
]
