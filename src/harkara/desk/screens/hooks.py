"""Whom to call after changes of what a shared link shows: for administrators."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from harkara.desk.models.share_hook import ShareHook
from harkara.desk.screens.plain import PlainIndexView
from harkara.desk.templatetags.newsroom import digits, moment


def how(hook: ShareHook) -> str:
    """How it goes with a hook, in a word."""
    if not hook.on:
        return _("not in use")
    if not hook.told_at:
        return _("not called yet")
    return _("fails") if hook.fails else _("goes well")


class ShareHookViewSet(SnippetViewSet):
    model = ShareHook
    icon = "link"
    menu_label = gettext_lazy("Calls after changes")
    admin_url_namespace = "desk_hooks"
    base_url_path = "hooks"
    copy_view_enabled = False
    index_view_class = PlainIndexView
    list_display = (
        "name",
        StatusTagColumn(
            "how", label=gettext_lazy("how it goes"), accessor=how, primary=lambda row: row.on and not row.fails
        ),
        Column(
            "told_at", label=gettext_lazy("last call"), accessor=lambda row: moment(row.told_at) if row.told_at else "–"
        ),
        Column(
            "result",
            label=gettext_lazy("story and answer"),
            accessor=lambda row: digits(row.result) if row.result else "–",
        ),
    )
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("method")]),
        FieldPanel("on"),
        FieldPanel(
            "address", widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"})
        ),
        FieldPanel("body", widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"})),
    ]
