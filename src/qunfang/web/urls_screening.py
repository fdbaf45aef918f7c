from django.urls import path

from qunfang.web.views import counter, screening

urlpatterns = [
    path("check/", screening.check_page, name="check"),
    path("check/report/", screening.report, name="check-report"),
    path("counter/", counter.counter_page, name="counter"),
    path("feedback/", screening.feedback_list, name="feedback"),
    path("feedback/<int:pk>/", screening.feedback_decide, name="feedback-decide"),
]
