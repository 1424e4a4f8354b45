"""The desk as a Django application."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate
from wagtail.snippets.apps import WagtailSnippetsAppConfig


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

        def grant(using: str, **_: Any) -> None:
            if using == DEFAULT_DB_ALIAS:
                rights.grant()

        def fill(using: str, **_: Any) -> None:
            if using == DEFAULT_DB_ALIAS:
                filling.fill()

        # Wagtail's admin is migrated last of what the groups need.
        post_migrate.connect(grant, sender=apps.get_app_config("wagtailadmin"), weak=False, dispatch_uid="desk.rights")
        post_migrate.connect(fill, sender=self, weak=False, dispatch_uid="desk.gazetteer")


class SnippetsConfig(WagtailSnippetsAppConfig):
    """Wagtail's snippets without its interface for programs, which we do not offer: to describe our models there, it loads
    every screen of the newsroom into every process of the paper, and those that print have no use for one.
    """

    def ready(self) -> None:
        """What Wagtail does but for that interface."""
        from wagtail.snippets import models

        models.register_deferred_snippets()
        post_migrate.connect(models.create_extra_permissions, sender=self)
