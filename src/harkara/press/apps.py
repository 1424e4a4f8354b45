"""The press as a Django application: it has no tables, only verbs."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "harkara.press"
    label = "press"
    verbose_name = "ছাপাখানা"

    def ready(self) -> None:
        """Hangs up the renderer that prints, so that the desk's previews are made by it."""
        from harkara.desk import proof
        from harkara.press import card_sheets, paging

        proof.register(paging.proof, paging.proof_outside)
        proof.register_front(paging.front_proof)
        proof.register_card(card_sheets.printed)
