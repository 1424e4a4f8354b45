"""What the import linter cannot see: foreign keys written as strings, templates, migrations."""

import re

import pytest
from django.apps import apps

from tests.house.tree import SOURCE, allowed, layers, room_of

HARKARA_APPS = {"people", "rack", "desk", "press", "wire", "stand", "archive", "comments", "readings", "post"}


def test_every_room_on_the_floor_plan_is_placed_once() -> None:
    names = [name for layer in layers() for name in layer]
    assert sorted(names) == sorted(set(names))
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert rooms - set(names) == set()


@pytest.mark.parametrize("room", sorted(path.parent.name for path in SOURCE.glob("*/__init__.py")))
def test_every_room_has_a_card_on_its_door(room: str) -> None:
    first = (SOURCE / room / "__init__.py").read_text().lstrip()
    assert first.startswith('"""')
    assert len(first.split('"""')[1].strip()) > 40


def test_relations_between_models_go_downwards() -> None:
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        importer = model._meta.app_label
        if importer not in HARKARA_APPS:
            continue
        for field in model._meta.get_fields():
            other = field.related_model
            if field.concrete and other is not None and not isinstance(other, str):
                label = other._meta.app_label
                if label in HARKARA_APPS and not allowed(importer, label):
                    wrong.append(f"{model.__name__}.{field.name} -> {label}")
    assert wrong == []


def test_templates_extend_and_include_downwards() -> None:
    wrong = []
    templates = {path: room_of(path) for path in SOURCE.rglob("*.html")}
    owners = {
        str(path).split("/templates/", 1)[1]: room for path, room in templates.items() if "/templates/" in str(path)
    }
    for path, room in templates.items():
        for name in re.findall(r"""{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)""", path.read_text()):
            owner = owners.get(name, room)
            if not allowed(room, owner):
                wrong.append(f"{path.name} -> {name}")
    assert wrong == []


def test_migrations_depend_downwards() -> None:
    wrong = []
    for path in SOURCE.glob("*/migrations/[0-9]*.py"):
        room = room_of(path)
        for label in re.findall(r"""\(["'](\w+)["'],\s*["']\d{4}_\w+["']\)""", path.read_text()):
            if label in HARKARA_APPS and not allowed(room, label):
                wrong.append(f"{room}/{path.name} -> {label}")
    assert wrong == []
