"""Wagtail's template tags (``{% load wagtailadmin_tags %}``), of which those that stand everywhere are not set anew each time.

An icon, the frame around a field, a panel, a dropdown: a screen has three hundred of them, each a template that is told all it
shows. So what it was told is the name under which it is kept (``drawn``), and what stands inside it is put in afterwards.
"""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context, Library
from django.utils.translation import get_language
from wagtail.admin.templatetags import wagtailadmin_tags as wagtail

from harkara.desk.screens import drawn

register = Library()
register.tags.update(wagtail.register.tags)
register.filters.update(wagtail.register.filters)


def _kept(node: Any, *holes: str) -> Any:
    """A block tag of Wagtail's that is kept around what stands inside it, and around ``holes``."""

    class Kept(node):
        def render(self, context: Context) -> str:
            inside = self.nodelist.render(context) if self.nodelist else ""
            given = {name: value.resolve(context) for name, value in self.extra_context.items()}
            said = self.get_context_data({**given, self.content_var: inside})
            html = drawn.alone(_template(context, self.template), said, (self.content_var, *holes))
            if self.target_var:
                context[self.target_var] = html
                return ""
            return html

    return Kept


register.tag("panel", _kept(wagtail.PanelNode, "header_controls").handle)
register.tag("dialog", _kept(wagtail.DialogNode).handle)
register.tag("help_block", _kept(wagtail.HelpBlockNode).handle)
register.tag("dropdown", _kept(wagtail.DropdownNode).handle)
register.tag("dropdown_button", _kept(wagtail.DropdownButtonNode, "button").handle)
register.tag("field_row", _kept(wagtail.FieldRowNode).handle)


def _template(context: Any, name: str) -> Any:
    return context.template.engine.get_template(name)


@register.simple_tag(takes_context=True)
def icon(context: Any, *args: Any, **kwargs: Any) -> str:
    return drawn.alone(_template(context, "wagtailadmin/shared/icon.html"), wagtail.icon(*args, **kwargs))


@register.simple_tag(takes_context=True)
def formattedfield(context: Any, *args: Any, **kwargs: Any) -> str:
    return _field(context, wagtail.formattedfield(*args, **kwargs))


@register.simple_tag(takes_context=True)
def formattedfieldfromcontext(context: Any) -> str:
    return _field(context, wagtail.formattedfieldfromcontext(context))


def _field(context: Any, said: dict[str, Any]) -> str:
    said["errors"] = list(said["errors"])
    return drawn.alone(_template(context, "wagtailadmin/shared/formatted_field.html"), said, ("rendered_field",))


@register.simple_tag(takes_context=True)
def sidebar_props(context: Any) -> str:
    """What the sidebar is made of. To find what stands in it is quick, to pack that for the browser is not."""
    request = context["request"]
    user = request.user
    person = {"name": user.first_name or user.get_username(), "avatar": wagtail.avatar_url(user, size=50)}
    areas = wagtail.admin_search_areas.search_items_for_request(request)[:1]
    said = {"menu": wagtail.admin_menu.render_component(request), "areas": areas, "person": person}
    return drawn.kept("sidebar", said, lambda: wagtail.sidebar_props(context))


@lru_cache
def _config(language: str) -> dict[str, Any]:
    """What the newsroom's scripts are told of the place, the same for everybody who reads ``language``."""
    said: dict[str, Any] = wagtail.wagtail_config({"request": HttpRequest()})
    return said


@register.simple_tag(takes_context=True)
def wagtail_config(context: Any) -> dict[str, Any]:
    """What the newsroom's scripts are told. The words in it are put together once a language; there are no languages to choose
    from for a story, which Wagtail would look up.
    """
    request = context["request"]
    profile = getattr(request.user, "wagtail_userprofile", None)
    shortcuts = profile.keyboard_shortcuts if profile else True
    mine = {"CSRF_TOKEN": get_token(request), "KEYBOARD_SHORTCUTS_ENABLED": shortcuts}
    return {**_config(get_language() or ""), **mine}


@register.simple_tag(takes_context=True)
def keyboard_shortcuts_dialog(context: Any) -> str:
    said = wagtail.keyboard_shortcuts_dialog(context)
    return drawn.alone(_template(context, "wagtailadmin/shared/keyboard_shortcuts_dialog.html"), said)
