"""The desk as a Django application."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class DeskConfig(AppConfig):
    name = "harkara.desk"
    label = "desk"
    verbose_name = "ডেস্ক"

    def ready(self) -> None:
        """Hangs the desk's acts where Wagtail looks for them, and the setter of proofs."""
        from harkara.desk import actions, proof, rights
        from harkara.desk.copy import stories
        from harkara.desk.gazetteer import filling

        actions.register()
        proof.set_by(stories.draft)

        def grant(**_: Any) -> None:
            rights.grant()

        def fill(**_: Any) -> None:
            filling.fill()

        # Wagtail's admin is migrated last of what the groups need.
        post_migrate.connect(grant, sender=apps.get_app_config("wagtailadmin"), weak=False, dispatch_uid="desk.rights")
        post_migrate.connect(fill, sender=self, weak=False, dispatch_uid="desk.gazetteer")
