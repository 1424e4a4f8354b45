"""Alerts and dashboard: what they ask for is told by the paper, and each alert says what to do."""

import json
import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from harkara.figures import METRICS, base
from tests.house.tree import ROOT

RULES = ROOT / "deploy/prometheus/harkara.rules.yml"
BOARD = ROOT / "deploy/grafana/harkara.json"
PAGE = ROOT / "docs/how-to/watch-the-paper.md"

ALERTS: list[dict[str, Any]] = [
    rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]
]


def asked(text: str) -> set[str]:
    """The metrics that an expression names."""
    return {base(name) for name in re.findall(r"\bharkara_\w+", text)}


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_an_alert_says_what_is_wrong_how_grave_it_is_and_what_to_do(alert: dict[str, Any]) -> None:
    assert set(alert) <= {"alert", "expr", "for", "labels", "annotations"}
    assert alert["labels"]["severity"] in ("page", "ticket")
    for said in ("summary", "todo"):
        assert alert["annotations"][said].endswith(".")
    assert asked(alert["expr"]) or "up{" in alert["expr"]
    assert alert["expr"].count("(") == alert["expr"].count(")")


def test_each_is_named_once_and_stands_in_the_how_to() -> None:
    names = [alert["alert"] for alert in ALERTS]
    assert len(names) == len(set(names)) >= 15
    text = PAGE.read_text()
    assert [name for name in names if f"`{name}`" not in text] == []


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool (Debian's prometheus) is not installed")
def test_promtool_takes_the_rules() -> None:
    done = subprocess.run(["promtool", "check", "rules", str(RULES)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dashboard_asks_for_what_there_is_and_leaves_nothing_out() -> None:
    board = json.loads(BOARD.read_text())
    found = set[str]()
    for panel in board["panels"]:
        assert panel["title"]
        for target in panel["targets"]:
            found |= asked(target["expr"])
            assert target["legendFormat"]
    assert set(METRICS) - found - {"harkara_figures_age_seconds", "harkara_program_starts_total"} <= {
        "harkara_notices_late_seconds",
        "harkara_edge_keys_purged_total",
        "harkara_edge_refuses",
        "harkara_press_disk_full",
        "harkara_press_sheets_printed_total",
        "harkara_press_sheets_same_total",
        "harkara_stand_readings_dropped_total",
    }
    numbers = [panel["id"] for panel in board["panels"]]
    assert len(numbers) == len(set(numbers))


def test_every_metric_is_documented() -> None:
    text = PAGE.read_text()
    assert [name for name in METRICS if f"`{name}`" not in text] == []
