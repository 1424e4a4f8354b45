"""A list of rows as the newsroom's screens show it."""

from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView


class PlainIndexView(IndexView):
    """A list without boxes to tick: deleting in bulk passes over a row's own ``delete``, and so over its keys."""

    @cached_property
    def columns(self) -> list[Column]:
        return [column for column in super().columns if column.name != "bulk_actions"]
