"""Hangs the desk's screens up in Wagtail's admin."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from harkara.desk.screens import (
    account,
    acts,
    assignments,
    begins,
    board,
    comment_rules,
    digits,
    door,
    footer,
    front,
    history,
    issues,
    jots,
    keeping,
    kills,
    language,
    live,
    log,
    many,
    menu,
    newsletters,
    packages,
    paste,
    picture_list,
    picture_words,
    pictures,
    proof_links,
    readings,
    replacing,
    reports,
    search,
    second,
    sittings,
    sold,
    staff,
    topics,
    tray,
    vouchers,
    wording,
    writing,
)
from harkara.desk.screens.names import NamesGroup
from harkara.desk.screens.stories import StoryViewSet
from harkara.desk.screens.wire import WireGroup

register_snippet(StoryViewSet)
register_snippet(NamesGroup)
register_snippet(WireGroup)

hooks.register(
    "register_admin_urls",
    lambda: [tray.urls, paste.urls, acts.urls, front.urls, search.urls, topics.urls, topics.area_urls, writing.urls],
)
hooks.register(
    "register_admin_urls",
    lambda: [keeping.urls, jots.urls, proof_links.urls, live.urls],
)
hooks.register("insert_global_admin_js", keeping.leaving)
hooks.register("register_admin_menu_item", menu.tray_item)
hooks.register("register_admin_menu_item", menu.front_item)
hooks.register("register_admin_menu_item", language.switch)
hooks.register("construct_homepage_panels", board.first_screen)
hooks.register("construct_homepage_panels", kills.waiting_panel)
hooks.register("construct_snippet_action_menu", footer.arrange)
hooks.register("register_admin_urls", lambda: [board.urls])
hooks.register("register_admin_menu_item", assignments.notices_item)
hooks.register("register_admin_search_area", menu.everything_area)
hooks.register("register_admin_search_area", menu.stories_area)
hooks.register("register_log_actions", history.register)
hooks.register("register_account_settings_panel", account.InitialsPanel)
hooks.register("register_account_settings_panel", account.AddressPanel)
hooks.register(
    "insert_global_admin_css", lambda: format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))
)

hooks.register("insert_global_admin_js", pictures.pasting)
hooks.register(
    "insert_global_admin_css", lambda: format_html('<link rel="stylesheet" href="{}">', static("desk/pictures.css"))
)
hooks.register("construct_image_chooser_queryset", picture_list.to_choose)
hooks.register("register_admin_urls", lambda: [picture_words.urls, packages.urls])
hooks.register("register_admin_menu_item", menu.packages_item)
hooks.register("register_admin_urls", lambda: [readings.urls])
hooks.register("register_admin_menu_item", menu.readings_item)
hooks.register("register_admin_urls", lambda: [comment_rules.urls])
hooks.register("register_admin_menu_item", menu.comments_item)

# Everyday tools.
hooks.register("register_admin_urls", lambda: [newsletters.urls])
hooks.register(
    "register_admin_urls", lambda: [many.urls, replacing.urls, issues.urls, reports.urls, vouchers.urls, sold.urls]
)
hooks.register("register_admin_menu_item", menu.tools_item)
hooks.register("register_desk_tool", menu.replace_item)
hooks.register("register_desk_tool", menu.issues_item)
hooks.register("register_desk_tool", menu.newsletters_item)
hooks.register("register_desk_tool", menu.reports_item)
hooks.register("register_desk_tool", menu.vouchers_item)

# The staff.
hooks.register("register_admin_urls", lambda: [staff.urls, second.urls, sittings.urls, log.urls])
hooks.register("register_admin_menu_item", menu.staff_item)
hooks.register("register_admin_menu_item", menu.log_item)
hooks.register("register_account_menu_item", account.second_factor)
hooks.register("register_account_menu_item", account.own_sessions)
hooks.register("construct_settings_menu", menu.slim_settings)
hooks.register(
    "insert_global_admin_css", lambda: format_html('<link rel="stylesheet" href="{}">', static("desk/people.css"))
)

# What Wagtail would run as a script in the page is run by a file (the content security policy).
hooks.register("insert_global_admin_js", begins.script)
begins.move()

# Words and digits.
digits.accept()
wording.name()


def say_times() -> SafeString:
    """Times in the editor are said in words, and sources used before are offered."""
    return format_html(
        '<script src="{}" data-when="{}" defer></script><script src="{}" data-sources="{}" defer></script>',
        static("desk/when.js"),
        reverse("desk_acts:when"),
        static("desk/sources.js"),
        reverse("desk_acts:sources"),
    )


hooks.register("insert_editor_js", say_times)
door.watch()
picture_list.arrange()
