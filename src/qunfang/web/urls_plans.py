"""Plans: list, new, review, slots, publishing, versions, superior."""

from django.urls import path

from qunfang.web.views.plans import lists, review, tasks, versions

urlpatterns = [
    path("plans/", lists.plans, name="plans"),
    path("plans/excel/", lists.plans_export, name="plans-export"),
    path("plans/new/", lists.new_plan, name="plan-new"),
    path("plans/<int:pk>/", review.review, name="plan-review"),
    path("plans/<int:pk>/yaml/", review.yaml_file, name="plan-yaml"),
    path("plans/<int:pk>/period/", review.period, name="plan-period"),
    path("plans/<int:pk>/actors/", review.actor, name="plan-actor"),
    path("plans/<int:pk>/publish/", review.publish, name="plan-publish"),
    path("plans/<int:pk>/discard/", review.discard, name="plan-discard"),
    path("plans/<int:pk>/restore/", review.restore, name="plan-restore"),
    path("plans/<int:pk>/tasks/new/", tasks.add_task, name="plan-task-new"),
    path("plans/<int:pk>/amend/", versions.amend, name="plan-amend"),
    path("plans/<int:pk>/difference/", versions.difference_page, name="plan-difference"),
    path("plans/<int:pk>/superior/", versions.superior, name="plan-superior"),
    path("plans/tasks/<int:pk>/", tasks.card, name="plan-task"),
    path("plans/tasks/<int:pk>/confirm/", tasks.confirm, name="plan-confirm"),
    path("plans/tasks/<int:pk>/drop/", tasks.drop, name="plan-drop"),
    path("plans/tasks/<int:pk>/keep/", tasks.keep, name="plan-keep"),
    path("plans/tasks/<int:pk>/slots/<slug:slot>/", tasks.slot, name="plan-slot"),
]
