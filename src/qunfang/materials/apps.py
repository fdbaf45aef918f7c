from django.apps import AppConfig


class MaterialsConfig(AppConfig):
    name = "qunfang.materials"
    label = "materials"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the library in step with the program."""
        from django.db.models.signals import post_migrate

        from qunfang.materials.services.library import plant_library

        post_migrate.connect(plant_library, sender=self, dispatch_uid="materials.plant_library")
