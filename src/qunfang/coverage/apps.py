from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "qunfang.coverage"
    label = "coverage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow what changes proof, plans and the tree."""
        from django.db.models.signals import post_migrate

        from qunfang.common.events import subscribe, surround
        from qunfang.coverage.services import count_proof, follow_publishing, follow_reshaping
        from qunfang.coverage.tasks import plan_jobs
        from qunfang.evidence.events import ProofChanging
        from qunfang.places.events import Reshaping
        from qunfang.plans.events import PlanPublished

        surround(ProofChanging, count_proof)
        subscribe(PlanPublished, follow_publishing)
        surround(Reshaping, follow_reshaping)
        post_migrate.connect(plan_jobs, sender=self, dispatch_uid="coverage.plan_jobs")
