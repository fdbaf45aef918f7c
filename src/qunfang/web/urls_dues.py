from django.urls import path

from qunfang.web.views import dues, files, proofs
from qunfang.web.views.review import queue, second, together

urlpatterns = [
    path("", dues.home, name="home"),
    path("dues/", dues.dues_list, name="dues"),
    path("dues/excel/", dues.dues_export, name="dues-export"),
    path("dues/<slug:key>/", dues.due_page, name="due"),
    path("review/", queue.queue, name="review"),
    path("review/<int:pk>/", queue.decide, name="review-decide"),
    path("review/together/", together.together, name="review-together"),
    path("review/second/", second.second_looks, name="second-looks"),
    path("review/second/<int:pk>/", second.answer, name="second-look"),
    path("proofs/", proofs.proofs, name="proofs"),
    path("proofs/<int:pk>/<slug:month>/", proofs.proofs_archive, name="proofs-archive"),
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("files/<int:pk>/small/", files.rendition, {"size": "small"}, name="attachment-small"),
    path("files/<int:pk>/large/", files.rendition, {"size": "large"}, name="attachment-large"),
]
