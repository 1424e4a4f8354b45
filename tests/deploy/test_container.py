"""The container file and the compose file: they parse, and every path, command and setting that they name is there.

The build itself is not tested: it takes images from outside.
"""

import re
import shlex
from typing import Any

import yaml

from harkara.cli import VERBS
from tests.house.tree import ROOT

FOLDER = ROOT / "deploy/container"
CONTAINERFILE = (FOLDER / "Containerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text())
SERVICE = {
    *("build", "image", "restart", "init", "stop_grace_period", "depends_on", "environment", "ports", "volumes"),
    *("read_only", "tmpfs", "cap_drop", "security_opt", "healthcheck"),
}
"""The words of the Compose specification (compose-spec, 05-services) that may stand in a service here."""


def steps() -> list[list[str]]:
    """The steps of the container file as words."""
    joined = re.sub(r"\\\n", " ", CONTAINERFILE)
    return [line.split() for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def test_every_step_is_one_of_the_trade() -> None:
    known = {"FROM", "WORKDIR", "RUN", "COPY", "USER", "ENV", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD"}
    assert {words[0] for words in steps()} - known == set()
    assert steps()[0][0] == "FROM"


def test_every_path_that_is_copied_is_there() -> None:
    sources = [word for words in steps() if words[0] == "COPY" and "--from=build" not in words for word in words[1:-1]]
    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_it_is_built_with_the_python_and_the_pins_of_the_house() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    (least,) = re.findall(r'requires-python = ">=([\d.]+)"', project)
    assert set(re.findall(r"python:([\d.]+)-", CONTAINERFILE)) == {least}
    assert "--require-hashes -r requirements/run.txt" in CONTAINERFILE
    (build,) = re.findall(r'requires = \["(setuptools>=\d+)"\]', project)
    assert f'"{build}"' in CONTAINERFILE


def test_what_it_installs_is_what_this_machine_is_given() -> None:
    (said,) = re.findall(r"--no-install-recommends ([^\\\n]*)", CONTAINERFILE)
    packages = (ROOT / "scripts/install-system-packages").read_text()
    for name in said.replace("-client", "").split():
        assert f"missing+=({name})" in packages, name


def test_every_command_is_a_verb() -> None:
    commands = re.findall(r'CMD \["harkara", "(\w+)"', CONTAINERFILE)
    commands += re.findall(r"harkara (\w+)$", (FOLDER / "compose.yaml").read_text(), re.M)
    assert sorted(commands) == ["createsuperuser", "migrate", "serve"]
    from django.core.management import get_commands

    assert [verb for verb in commands if verb not in VERBS and verb not in get_commands()] == []


def test_every_setting_is_documented() -> None:
    written = set(re.findall(r"^\| `(HARKARA_\w+)`", (ROOT / "docs/reference/settings.md").read_text(), re.M))
    said = set(re.findall(r"HARKARA_\w+", CONTAINERFILE)) | set(COMPOSE["services"]["paper"]["environment"])
    assert said - written == set()


def test_the_compose_file_says_only_what_the_specification_knows() -> None:
    assert set(COMPOSE) == {"services", "volumes"}
    for name, service in COMPOSE["services"].items():
        assert set(service) - SERVICE == set(), name
    named = {volume.partition(":")[0] for one in COMPOSE["services"].values() for volume in one["volumes"]}
    assert {name for name in named if not name.startswith(".")} == set(COMPOSE["volumes"])


def test_the_files_of_the_compose_file_are_there() -> None:
    build = COMPOSE["services"]["paper"]["build"]
    assert (FOLDER / build["context"] / build["dockerfile"]).samefile(FOLDER / "Containerfile")
    mounted = [volume.split(":")[0] for one in COMPOSE["services"].values() for volume in one["volumes"]]
    assert [path for path in mounted if path.startswith(".") and not (FOLDER / path).exists()] == []


def test_nobody_comes_in_but_through_this_machine_and_nothing_is_root() -> None:
    paper = COMPOSE["services"]["paper"]
    assert paper["ports"] == ["127.0.0.1:8000:8000"]
    assert "ports" not in COMPOSE["services"]["database"]
    assert (paper["cap_drop"], paper["read_only"]) == (["ALL"], True)
    users = [words[1] for words in steps() if words[0] == "USER"]
    assert users == ["harkara"]


def test_the_home_is_no_volume_so_that_a_backup_can_take_its_place() -> None:
    home = COMPOSE["services"]["paper"]["environment"]["HARKARA_HOME"]
    assert f"HARKARA_HOME={home}" in CONTAINERFILE
    inside = [volume.split(":")[1] for volume in COMPOSE["services"]["paper"]["volumes"]]
    assert home not in inside
    assert any(home.startswith(f"{volume}/") for volume in inside)


def test_the_health_check_asks_for_a_page_that_there_is() -> None:
    (check,) = [words for words in steps() if words[0] == "HEALTHCHECK"]
    assert "http://127.0.0.1:8000/robots.txt" in " ".join(shlex.split(" ".join(check)))
