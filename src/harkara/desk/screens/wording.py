"""Words that Wagtail leaves in English without asking its catalogue: names of fields, of its first collection, of yes and no."""

from collections.abc import Iterator

import django_filters  # type: ignore[import-untyped]  # it ships no types
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.active_filters import ActiveFilter, BaseFilterAdapter, register_filter_adapter_class
from wagtail.admin.forms import choosers

_FIELDS = {
    "link_text": _("Link text"),
    "email_address": _("Email address"),
    "subject": _("Subject"),
    "body": _("Text of the email"),
    "phone_number": _("Phone number"),
}


class YesNoAdapter(BaseFilterAdapter):
    """Says yes and no of a filter that is on."""

    def get_active_filters(self) -> Iterator[ActiveFilter]:
        for active in super().get_active_filters():
            yield active._replace(value=gettext("Yes") if self.value else gettext("No"))


def name() -> None:
    """Gives the fields of Wagtail's link dialogues, and filters that are on or off, their names."""
    for form in (
        choosers.ExternalLinkChooserForm,
        choosers.EmailLinkChooserForm,
        choosers.PhoneLinkChooserForm,
        choosers.AnchorLinkChooserForm,
    ):
        for field, label in _FIELDS.items():
            if field in form.base_fields:
                form.base_fields[field].label = label
    register_filter_adapter_class(django_filters.BooleanFilter, YesNoAdapter)
