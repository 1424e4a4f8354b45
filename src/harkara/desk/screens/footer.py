"""The footer of a story's editor: what this person may do with it at its stage, the likeliest first."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.action_menu import ActionMenuItem

from harkara.desk import rights
from harkara.desk.models import Progress, Stage, Story

ICONS = {
    "file": "resubmit",
    "claim": "user",
    "approve": "success",
    "release": "undo",
    "send_back": "mail",
    "urgent": "warning",
}
LABELS = {
    "file": _("Save and file"),
    "claim": _("Save and claim"),
    "approve": _("Save and approve"),
    "release": _("Save and release"),
}


class ActItem(ActionMenuItem):
    """Saves, and does an act."""

    def __init__(self, act: str, order: int) -> None:
        super().__init__(order)
        self.name, self.label, self.icon_name = f"action-{act}", LABELS[act], ICONS[act]


class LinkItem(ActionMenuItem):
    """Leads to a form."""

    def __init__(self, label: Any, url: str, icon: str, order: int) -> None:
        super().__init__(order)
        self.label, self.url, self.icon_name = label, url, icon

    def get_url(self, parent_context: Any) -> str:
        return self.url


def arrange(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Puts the acts of a story's stage into its footer. Wagtail's own workflow is not used: see the decision on stages."""
    if context["model"] is not Story:
        return
    items[:] = [item for item in items if item.name not in ("action-submit", "action-restart-workflow")]
    story = context.get("instance")
    if story is None or not story.pk or story.killed_at or context.get("locked_for_user"):
        if rights.may(request.user, "file") and not rights.may(request.user, "approve"):
            items.append(ActItem("file", 15))
        return
    row = Progress.objects.filter(story=story.pk).first()
    stage = row.stage if row else Stage.EDITING if story.live else Stage.DRAFT
    may_approve = rights.may(request.user, "approve", story)
    may_publish = rights.may(request.user, "publish", story) and (may_approve or stage == Stage.APPROVED or row is None)
    publish = [item for item in items if item.name == "action-publish"]
    items[:] = [item for item in items if item.name != "action-publish" or may_publish]
    if may_publish and stage == Stage.APPROVED:
        for item in publish:
            item.order = 1
    if stage == Stage.DRAFT and rights.may(request.user, "file", story):
        items.append(ActItem("file", 15 if may_approve else 5))
    if row is not None and stage in (Stage.FILED, Stage.EDITING):
        if row.holder_id != request.user.pk and rights.may(request.user, "edit", story):
            items.append(ActItem("claim", 4 if row.holder_id is None else 30))
        if may_approve:
            items.append(ActItem("approve", 16))
        if rights.may(request.user, "edit", story):
            items.append(
                LinkItem(_("Send back"), reverse("desk_board:send_back", args=[story.pk]), ICONS["send_back"], 70)
            )
    if row is not None and row.holder_id is not None and (row.holder_id == request.user.pk or may_approve):
        items.append(ActItem("release", 60))
    if row is not None and row.holder_id not in (None, request.user.pk) and rights.may(request.user, "urgent", story):
        items.append(LinkItem(_("Publish at once"), reverse("desk_board:urgent", args=[story.pk]), ICONS["urgent"], 80))
    items.sort(key=lambda item: item.order)
