from django.urls import path

from qunfang.web.views import coverage

urlpatterns = [
    path("coverage/", coverage.coverage_home, name="coverage-home"),
    path("coverage/<int:pk>/", coverage.coverage, name="coverage"),
    path("coverage/<int:pk>/chart.svg", coverage.coverage_chart, name="coverage-chart"),
    path("coverage/<int:pk>/excel/", coverage.coverage_export, name="coverage-export"),
]
