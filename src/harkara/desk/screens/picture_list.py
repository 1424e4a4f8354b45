"""Pictures are found and chosen: the filters of their list, and what a story may choose from."""

from typing import Any, ClassVar, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.forms import RadioSelect
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter  # type: ignore[import-untyped]  # it ships no types
from wagtail.admin.paginator import WagtailPaginator
from wagtail.images.views import chooser, multiple
from wagtail.images.views import images as views

from harkara.desk import clock
from harkara.desk.darkroom import likeness
from harkara.desk.models import Picture, PictureUse, Terms
from harkara.desk.screens.plain import BoundedPictures, in_all
from harkara.people.models import User


class PicturesFilterSet(views.ImagesFilterSet):
    """The filters of the list of pictures. How often each is used is no filter: it would be counted of every one."""

    usage_count = None
    terms = ChoiceFilter(label=_("rights"), choices=Terms.choices, widget=RadioSelect, empty_label=_("all"))
    used = ChoiceFilter(
        label=_("use"),
        choices=[("no", _("not used yet")), ("yes", _("used before"))],
        method="filter_used",
        widget=RadioSelect,
        empty_label=_("all"),
    )

    def filter_used(self, rows: "QuerySet[Picture]", name: str, value: str) -> "QuerySet[Picture]":
        return rows.filter(used=value == "yes")

    class Meta:
        model = Picture
        fields: ClassVar[list[str]] = []


ORDERS: Final = {"-created_at": _("Newest"), "created_at": _("Oldest")}
"""How the list of pictures may be ordered: by what is indexed."""


def to_choose(rows: "QuerySet[Picture]", request: HttpRequest) -> "QuerySet[Picture]":
    """What an editor chooses from: without pictures that no new story may show, each with the day of its latest use."""
    latest = PictureUse.objects.filter(picture=OuterRef("pk")).order_by("-pk")
    rows = rows.filter(Q(until=None) | Q(until__gte=clock.today()), withdrawn=False)
    return rows.annotate(
        used_in=Subquery(latest.values("story__headline")[:1]),
        used_at=Subquery(latest.values("story__published_at")[:1]),
    )


def twins(image: Picture, user: User, permission_policy: Any) -> "QuerySet[Picture]":
    """The pictures that somebody who just brought ``image`` is shown beside it."""
    return likeness.twins(image, permission_policy.instances_user_has_permission_for(user, "choose"))


def arrange() -> None:
    """Wagtail's list of pictures has filters and orders that a large archive does not bear, and no way to change
    them.
    """
    WagtailPaginator.items_count_label = property(in_all)
    views.IndexView.filterset_class = PicturesFilterSet
    views.IndexView.ORDERING_OPTIONS = ORDERS
    views.IndexView.paginator_class = chooser.BaseImageChooseView.paginator_class = BoundedPictures
    # Both ways of bringing pictures in ask for the same file; they are told of what looks alike, too.
    multiple.find_image_duplicates = chooser.find_image_duplicates = twins
