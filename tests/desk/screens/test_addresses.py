"""Who gets in where: every address under ``/desk/`` and every role. An address that no line names fails."""

import re

import pytest

from harkara.desk import rights
from tests.desk.factories import make_user
from tests.desk.screens.addresses import Walker, routes

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a rendition that it just made to the collector.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"),
]

NEWSROOM = frozenset(rights.ROLES) - {"correspondent"}
HEADS = frozenset({"desk_editor", "admin"})
EDITORS = HEADS | {"sub_editor"}
DESKS = EDITORS | {"front_editor"}
WIRE = DESKS | {"reporter"}
WRITERS = WIRE | {"photo_editor"}
NOBODY = frozenset[str]()
STRANGER = "stranger"

GETS_IN: dict[frozenset[str], str] = {
    NEWSROOM: """
        desk_acts:when desk_reports:(list|export) desk_readings:(screen|export) desk_board:(notices|now) desk_keeping_here
        desk_desks:list(_results)? desk_sections:list(_results)? desk_people:list(_results)? desk_topics:list(_results)?
        desk_stories:list(_results)? desk_topic:find desk_search:.* desk_writing:(names|stories) desk_second:(app|codes|key|list)
        desk_sittings
        wagtailadmin_account wagtailadmin_home wagtailadmin_dismissibles wagtailadmin_tag_autocomplete
        wagtailadmin_choose_page.* wagtaildocs_chooser:(choose|choose_results|chosen_multiple)
        wagtailimages_chooser:(choose|choose_results|chosen_multiple)
        wagtailsnippetchoosers_desk_\\w+:(choose|choose_results|chosen|chosen_multiple)
        wagtailadmin_api:(documents|images|pages):listing wagtailadmin_api:images:detail
        wagtailadmin_editing_sessions:release wagtailadmin_workflows:task_cho\\w+
        \\w+:confirm_workflow_cancellation wagtailadmin_pages:(move_confirm|revisions_index) desk/test404/
    """,
    WRITERS: """
        desk_acts:(card|cards|card_pack|sources) desk_area:find desk_board:begin desk_board:file desk_jots:(waiting|drop)
        desk_stories:(history|history_results|preview_on_add|preview_on_edit|revisions_compare|revisions_view|usage)
        desk_stories:(add|edit|revisions_revert|workflow_history) desk_topics:(add|history|history_results)
        wagtailadmin_editing_sessions:ping
        wagtailimages:(add|add_multiple|index|index_results|edit|edit_multiple|image_usage|preview|delete|delete_multiple)
        desk_packages:of_story desk_live:(list|screen|state)
        desk_pictures:(shown|save) wagtailimages_chooser:(chosen|create|select_format)
        wagtailsnippetchoosers_desk_(story|topic):create
    """,
    WIRE: "desk_tray:(clipping|discard|draft|list|results) desk_paste:paste",
    DESKS: "desk_board:(assign|claim|send_back) desk_links:list desk_packages:(list|package|entry|find|change|tell|show)",
    EDITORS: """
        desk_acts:(correct|poll|publishing) desk_board:publish desk_people:(add|edit|history|history_results|usage)
        desk_stories:(lock|unlock|revisions_unschedule) desk_topics:(edit|delete|usage) desk_topic:merge
        wagtailsnippetchoosers_desk_person:create
    """,
    HEADS | {"moderator"}: "desk_comments:(screen|words|flood|log|judge|note)",
    HEADS | {"front_editor"}: """
        desk_front:(screen|state|find|preview) desk_acts:(card_look|headlines)
        desk_cards:(edit|history|history_results|list|list_results|usage)
        desk_newsletters:(edit|letter|list|mail|new)
    """,
    HEADS: """
        desk_replace:replace desk_issues:list desk_vouchers:list desk_newsletters:breaking desk_acts:alert
        desk_acts:(banner|kill|redact|sealed_list|unpublish) desk_board:(approve|drop|release|urgent) desk_stories:unpublish
        desk_documents:(add|edit|history|history_results|list|list_results|unpublish|usage)
        desk_documents:revisions_compare
        desk_desks:(add|edit|history|history_results|usage) desk_sections:(add|edit|history|history_results|usage)
        desk_paper:(edit|history|history_results|list|list_results|usage)
        desk_spaces:(add|edit|history|history_results|list|list_results|usage)
        desk_campaigns:(add|edit|delete|history|history_results|list|list_results|usage) desk_sold:(list|export)
        desk_(sources|rules):(add|edit|delete|history|history_results|list|list_results|usage)
        desk_staff:(dismiss|invitation|invite|list|person|results|sign_out|withdraw)
        wagtailsnippetchoosers_desk_(campaign|desk|document|section|space|wirerule|wiresource):create
    """,
    frozenset({"admin"}): """
        desk_acts:kill_alone desk_log:(export|list)
        desk_hooks:(add|edit|delete|history|history_results|list|list_results|usage) wagtailsnippetchoosers_desk_sharehook:create
    """,
    WRITERS | {"correspondent"}: "desk_file:(form|state)",
    NEWSROOM
    | {"correspondent", STRANGER}: "desk_file:sign_in desk_ready wagtailadmin_javascript_catalog wagtailadmin_sprite",
    frozenset({STRANGER, "correspondent"}): "desk/login/ wagtailadmin_login",
    NOBODY: """
        desk_file:(file|piece|picture|sign_out) desk_live:send desk_jots:put desk_comments:undo desk_paste:pasted
        desk_acts:(confirm_kill|refuse_kill|sealed|unsealing) desk_area:offer
        desk_topic:(add|offer) desk_writing:(check|hint|mend)
        desk_documents:revisions_(revert|unschedule)
        desk_(cards|desks|documents|paper|sections|people|spaces):delete desk_(cards|paper):add desk_staff:(forget|recall)
        desk_second:(new_codes|remove) desk_second_step desk_invited desk_language
        desk_stories:(delete|collect_workflow_action_data|workflow_action|workflow_history_detail|workflow_preview)
        desk/\\(\\?:users\\|groups\\)/ desk/\\.\\*/\\$ desk/reports/site-history/
        desk_packages:(put|take) desk_tray:heed desk_newsletters:withdraw
        desk_replace:(run|back) desk_issues:(issue|put|take|confirm|move|call_off) desk_vouchers:show
        desk_proof:(shown|picture) desk_links:end desk_front:(save|publish|undo|back|schedule) desk_many:acting
        wagtail_bulk_action
        wagtailadmin_block_preview wagtailadmin_tag_model_autocomplete wagtailadmin_logout
        wagtailadmin_api:.* wagtailadmin_collections:.* wagtailadmin_explore\\w* wagtailadmin_pages:.*
        wagtailadmin_password_reset\\w* wagtailadmin_reports:.* wagtailadmin_workflows:.* wagtaildocs.* wagtailsites:.*
        wagtailsnippets:index wagtailusers_\\w+:.* wagtailimages:(url_generator\\w*|delete_upload_multiple)
        wagtailimages:create_multiple_from_uploaded_image wagtailsnippetchoosers_desk_(cardtemplate|paper):create
    """,
}
"""Names of addresses, as regular expressions; the first line that fits counts. What leads nowhere is about something that is
not there (pages, documents, an upload) or asked by a script with more than an empty form, or says nothing when it is done.
"""

FALLS = {
    "wagtailadmin_error_test": "on purpose",
    "wagtailadmin_pages:set_page_position": "where there is no tree of pages",
    "wagtailadmin_choose_page_external_link": "over an empty form",
}


@pytest.mark.long
def test_every_role_at_every_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", "django")  # a method that is refused is told thousands of times
    lines = [(re.compile(name), who) for who, names in GETS_IN.items() for name in names.split()]
    walker = Walker()
    people = {role: make_user(group=role) for role in rights.ROLES} | {STRANGER: None}
    wrong, unnamed = [], []
    for name, route in routes():
        if name in FALLS:
            continue
        meant = next((who for pattern, who in lines if pattern.fullmatch(name)), None)
        if meant is None:
            unnamed.append(name)
            continue
        found = {role for role, user in people.items() if walker.gets_in(user, route)}
        if found != meant:
            wrong.append(
                f"{name}: {', '.join(sorted(found)) or 'nobody'} instead of {', '.join(sorted(meant)) or 'nobody'}"
            )
    assert "\n".join(wrong) == ""
    assert "\n".join(unnamed) == ""
