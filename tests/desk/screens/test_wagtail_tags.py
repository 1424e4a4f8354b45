"""Wagtail's tags, kept: what they set is letter for letter Wagtail's, and drawn once."""

import re
from copy import deepcopy
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Engine
from django.test import Client, RequestFactory, override_settings
from django.utils import translation
from django.utils.safestring import SafeString
from wagtail.admin.templatetags import wagtailadmin_tags as of_wagtail

from harkara.desk import rights
from harkara.desk.screens import drawn, wagtail_tags
from harkara.people.models import User
from tests.desk.factories import make_story, make_user

THEIRS = deepcopy(settings.TEMPLATES)
THEIRS[0]["OPTIONS"]["libraries"] = {}
AS_WAGTAIL = override_settings(TEMPLATES=THEIRS, FORM_RENDERER="django.forms.renderers.DjangoTemplates")

LOADED = "{% load wagtailadmin_tags %}"
SNIPPETS = {
    "icon": '{% icon name="cog" classname=name title=name wrapped=True %}{% icon "cog" %}',
    "panel": '{% panel id="a" heading=name icon="cog" attrs=attrs header_controls=html %}{{ name }}{% endpanel %}',
    "empty panel": '{% panel id="a" %}{% endpanel %}',
    "dropdown": "{% dropdown toggle_label=name keep_mounted=True %}<a>{{ name }}</a>{% enddropdown %}",
    "dropdown button": "{% dropdown_button button=html %}<a>{{ name }}</a>{% enddropdown_button %}",
    "a button alone": "{% dropdown_button button=html %}{% enddropdown_button %}",
    "dialog": '{% dialog id="d" title=name message_status="info" message_heading=name %}{{ html }}{% enddialog %}',
    "kept for later": '{% help_block status="info" as later %}{{ name }}{% endhelp_block %}[{{ later }}]',
    "row": "{% field_row %}{% panel %}{{ name }}{% endpanel %}{% endfield_row %}",
    "field": "{% formattedfield form.words %}{% formattedfield field=form.words rendered_field=html icon='cog' %}",
    "field of the screen": "{% with field=form.words show_label=False %}{% formattedfieldfromcontext %}{% endwith %}",
    "shortcuts": "{% keyboard_shortcuts_dialog %}",
}


class WordsForm(forms.Form):
    words = forms.CharField(label="<শব্দ>", help_text="কী & কেন")


def told(name: str) -> dict[str, Any]:
    request = RequestFactory().get("/")
    return {
        "name": name,
        "html": SafeString(f"<i>{name}</i>"),
        "attrs": {"data-x": name, "hidden": True, "class": False},
        "form": WordsForm({"words": ""}) if name == "খ" else WordsForm(),
        "request": request,
    }


@pytest.mark.parametrize("snippet", SNIPPETS.values(), ids=SNIPPETS)
def test_a_tag_sets_what_wagtails_sets(snippet: str) -> None:
    ours = Engine(app_dirs=True, libraries={**libraries(), "wagtailadmin_tags": "harkara.desk.screens.wagtail_tags"})
    theirs = Engine(app_dirs=True, libraries=libraries())
    drawn.PIECES.forget()
    for language in ("bn", "en", "bn"):
        for name in ("ক < ১", "খ", "ক < ১"):
            with translation.override(language):
                expected = theirs.from_string(LOADED + snippet).render(Context(told(name)))
                assert ours.from_string(LOADED + snippet).render(Context(told(name))) == expected


def libraries() -> dict[str, str]:
    from django.template.backends.django import get_installed_libraries

    return dict(get_installed_libraries())


def test_what_stands_inside_a_piece_is_not_kept_with_it() -> None:
    ours = Engine(app_dirs=True, libraries={**libraries(), "wagtailadmin_tags": "harkara.desk.screens.wagtail_tags"})
    template = ours.from_string(LOADED + '{% panel id="a" heading="শিরোনাম" %}{{ inside }}{% endpanel %}')
    drawn.PIECES.forget()
    first = template.render(Context({"inside": "<এক>"}))
    times = drawn.PIECES.times
    assert times == 3  # a panel, the icon of its link and that of its toggle
    assert template.render(Context({"inside": "দুই"})) == first.replace("&lt;এক&gt;", "দুই")
    assert drawn.PIECES.times == times


def test_what_is_no_name_is_drawn_each_time() -> None:
    engine = Engine()
    template = engine.from_string("{{ what.0 }}{{ inside }}")

    class Things(list[int]):
        pass

    drawn.PIECES.forget()
    assert drawn.alone(template, {"what": Things([1]), "inside": "<"}, ("inside",)) == "1&lt;"
    assert drawn.alone(template, {"what": Things([2]), "inside": "<"}, ("inside",)) == "2&lt;"
    assert drawn.PIECES.times == 0
    assert [drawn.alone(template, {"what": [one]}) for one in (1, True, "1")] == ["1", "True", "1"]
    assert drawn.PIECES.times == 3


@pytest.mark.django_db
def test_the_sidebar_is_what_wagtail_packs_and_nobody_elses() -> None:
    drawn.PIECES.forget()
    request = RequestFactory().get("/")
    for name, group in (("rina", "editor"), ("rafi", "reporter"), ("rina", "editor")):
        request.user = User.objects.filter(username=name).first() or make_user(name, group=group)
        for language in ("bn", "en"):
            with translation.override(language):
                assert wagtail_tags.sidebar_props({"request": request}) == of_wagtail.sidebar_props(
                    {"request": request}
                )
    assert drawn.PIECES.times == 4  # two people, two languages
    with translation.override("bn"):
        for change in ({"first_name": "রিনা"}, {"is_active": False}):
            User.objects.filter(username="rina").update(**change)
            request.user = User.objects.get(username="rina")
            assert wagtail_tags.sidebar_props({"request": request}) == of_wagtail.sidebar_props({"request": request})


def masked(client: Client, address: str) -> str:
    """A screen without what differs each time: tokens, and the number of the session that edits."""
    text = client.get(address).content.decode()
    text = re.sub(r"(desk/story/\d+/|editing-sessions/|release/)\d+", "", text)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{32,}", "…", text)


@pytest.mark.django_db
@pytest.mark.parametrize("group", ["reporter", "desk_editor"])
def test_a_screen_is_as_wagtail_would_have_set_it(client: Client, group: str) -> None:
    rights.grant()
    story = make_story(headline='নদীর <ঘাট> & "মেলা"')
    client.force_login(make_user("rina", group=group))
    addresses = ["/desk/stories/", f"/desk/stories/edit/{story.pk}/", "/desk/stories/add/", "/desk/images/"]
    for address in addresses:
        client.get(address)  # what is said once is said
        with AS_WAGTAIL:
            expected = masked(client, address)
        assert masked(client, address) == expected


@pytest.mark.django_db
def test_a_story_opened_a_second_time_draws_no_part_of_the_editor_again(client: Client) -> None:
    first, second = make_story(headline="নদীর ঘাট"), make_story(headline="মেলার মাঠ")
    client.force_login(make_user("rina", group="desk_editor"))
    client.get(f"/desk/stories/edit/{first.pk}/")
    drawn.PIECES.times = 0
    client.get(f"/desk/stories/edit/{first.pk}/")
    assert drawn.PIECES.times == 0
    client.get(f"/desk/stories/edit/{second.pk}/")
    assert drawn.PIECES.times <= 3
