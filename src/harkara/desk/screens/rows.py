"""Rows of a story's form (bylines, links of the source chain) that stand whatever a browser sends of them.

Django's and Wagtail's own way takes the number of each row for given and known: without it, or where somebody else took the
row out meanwhile, there is an error page instead of an answer.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel


class Rows(BaseChildFormSet):
    """Rows of which each says its number. A row whose number is not known any more stands as a new one: nothing that was
    written in it is lost. One that says none, or nonsense, is an error of the form.
    """

    data: Any

    def __init__(self, data: Any = None, files: Any = None, **given: Any) -> None:
        self.nameless: list[int] = []
        self.is_whole = True
        super().__init__(data, files, **given)
        if self.is_bound:
            self._look_at_counts()
            self._look_at_numbers()

    def _look_at_counts(self) -> None:
        """Takes for none what did not say how many rows it has."""
        counts = {f"{self.prefix}-{name}": "0" for name in (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT)}
        if all(re.fullmatch(r"[0-9]{1,6}", self.data.get(name) or "") for name in counts):
            return
        self.is_whole = False
        self.data = self.data.copy()
        for name, count in counts.items():
            self.data[name] = count

    def _look_at_numbers(self) -> None:
        """Empties the numbers that mean no row, and notes which rows said none."""
        places = range(min(self.initial_form_count(), self.total_form_count()))
        known = {str(row.pk) for row in self.get_queryset()} if places else set()
        emptied = []
        for place in places:
            field = f"{self.add_prefix(place)}-{self.model._meta.pk.name}"
            said = self.data.get(field)
            if said is None or not re.fullmatch(r"[0-9]{0,18}", said):
                self.nameless.append(place + 1)
            if said not in known and said != "":
                emptied.append(field)
        if emptied:
            self.data = self.data.copy()
        for field in emptied:
            self.data[field] = ""

    def clean(self, *args: Any, **given: Any) -> None:
        super().clean(*args, **given)
        if not self.is_whole:
            raise ValidationError(
                _("The rows did not arrive whole, so nothing was saved. Load the page again and change it once more.")
            )
        if self.nameless:
            raise ValidationError(
                _(
                    "Row %(row)s came without its number, so nothing was saved. Load the page again and change it once more."
                ),
                params={"row": self.nameless[0]},
            )


class RowsPanel(InlinePanel):
    """Wagtail's panel of rows, with :class:`Rows`."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = Rows
        return options
