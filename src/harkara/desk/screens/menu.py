"""What stands where: the sidebar and the first screen."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem, admin_menu
from wagtail.admin.search import SearchArea, admin_search_areas

from harkara.desk import rights

HIDDEN = {"explorer", "documents", "help", "reports", "snippets"}
"""Wagtail's menu items that a newsroom has no use for: there is no tree of pages here."""

SEARCHED = {"everything", "stories", "images"}
"""Where the newsroom searches."""


@cache
def trim() -> None:
    """Takes what a newsroom has no use for out of Wagtail's sidebar and search, once for the process: to find out whether it is
    shown, each request would ask for the person's rights on a tree of pages.
    """
    items, areas = admin_menu.registered_menu_items, admin_search_areas.registered_search_areas
    items[:] = [item for item in items if item.name not in HIDDEN]
    areas[:] = [area for area in areas if area.name in SEARCHED]


class PermittedItem(MenuItem):
    """A menu item for those who may do an act (``rights.ACTS``)."""

    def __init__(self, label: Any, url: str, act: str, **kwargs: Any) -> None:
        self.act = act
        super().__init__(label, url, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        return rights.may(request.user, self.act)


def tray_item() -> MenuItem:
    return PermittedItem(
        _("Incoming tray"),
        reverse("desk_tray:list"),
        "wire",
        name="tray",
        icon_name="download",
        order=110,
    )


def front_item() -> MenuItem:
    return PermittedItem(_("Fronts"), reverse("desk_front:screen"), "front", name="front", icon_name="home", order=120)


def packages_item() -> MenuItem:
    return PermittedItem(
        _("Story packages"), reverse("desk_packages:list"), "packages", name="packages", icon_name="list-ol", order=130
    )


def readings_item() -> MenuItem:
    return MenuItem(_("Readers now"), reverse("desk_readings:screen"), name="readings", icon_name="view", order=140)


def comments_item() -> MenuItem:
    return PermittedItem(
        _("Comments"), reverse("desk_comments:screen"), "moderate", name="comments", icon_name="comment", order=145
    )


def staff_item() -> MenuItem:
    return PermittedItem(_("Staff"), reverse("desk_staff:list"), "people", name="staff", icon_name="group", order=500)


def log_item() -> MenuItem:
    return PermittedItem(_("Log"), reverse("desk_log:list"), "log", name="log", icon_name="history", order=510)


TOOLS = Menu(register_hook_name="register_desk_tool")
"""The everyday tools, each hung up by its own hook."""


def tools_item() -> MenuItem:
    return SubmenuMenuItem(_("Tools"), TOOLS, name="tools", icon_name="cogs", order=450)


def replace_item() -> MenuItem:
    return PermittedItem(
        _("Find and replace"), reverse("desk_replace:replace"), "tools", name="replace", icon_name="edit", order=10
    )


def issues_item() -> MenuItem:
    return PermittedItem(
        _("Print edition"), reverse("desk_issues:list"), "tools", name="issues", icon_name="date", order=20
    )


def newsletters_item() -> MenuItem:
    return PermittedItem(
        _("Newsletters"), reverse("desk_newsletters:list"), "front", name="newsletters", icon_name="mail", order=30
    )


def reports_item() -> MenuItem:
    return MenuItem(_("Reports"), reverse("desk_reports:list"), name="numbers", icon_name="table", order=60)


def vouchers_item() -> MenuItem:
    return PermittedItem(
        _("Voucher copies"),
        reverse("desk_vouchers:list"),
        "unseal",
        name="vouchers",
        icon_name="folder-open-inverse",
        order=70,
    )


def slim_settings(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leaves out Wagtail's users and groups: the newsroom has a screen of its own for its staff."""
    items[:] = [item for item in items if item.name not in ("users", "groups")]


class EverythingArea(SearchArea):
    """The search over everything a person may see."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(rights.findable(request.user))


def everything_area() -> SearchArea:
    """Where the sidebar's box looks: the first area that is shown."""
    return EverythingArea(_("Search"), reverse("desk_search:search"), name="everything", icon_name="search", order=0)


def stories_area() -> SearchArea:
    """The list of stories, by letters of a headline."""
    return SearchArea(_("Stories"), reverse("desk_stories:list"), name="stories", icon_name="doc-full-inverse", order=1)
