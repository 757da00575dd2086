"""Our own licence is here, and every front-end package that is brought along is named with version and licence."""

import json
import re
from pathlib import Path

import pytest

from duru.conf.assets import SERVED

pytestmark = pytest.mark.unit
ROOT = Path(__file__).resolve().parents[2]


def locked() -> dict[str, tuple[str, str]]:
    packages = json.loads((ROOT / "assets" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {
        name.removeprefix("node_modules/"): (facts["version"], facts["license"])
        for name, facts in packages.items()
        if name
    }


def noticed() -> dict[str, tuple[str, str]]:
    lines = re.findall(r"^  (\S+) (\S+) — (.+)$", (ROOT / "NOTICE").read_text(encoding="utf-8"), re.M)
    return {name: (version, licence) for name, version, licence in lines}


def test_the_whole_apache_licence_is_here():
    text = " ".join((ROOT / "LICENSE").read_text(encoding="utf-8").split())
    assert text.startswith("Apache License Version 2.0, January 2004")
    assert [number for number in range(1, 10) if f" {number}. " not in text] == []
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_notice_names_every_front_end_package_as_the_lock_pins_it():
    assert noticed() == locked()


def test_every_served_package_is_locked_and_noticed():
    assert {package for package, _, _ in SERVED} <= noticed().keys()


@pytest.mark.parametrize(
    ("package", "words"),
    [
        ("krds-uiux", ("ISC", "KRDS terms")),
        ("pretendard-gov", ("OFL-1.1", "Open Font License 1.1")),
        ("bpmn-js", ("watermark",)),
    ],
)
def test_the_notice_says_what_a_package_file_does_not(package, words):
    text = (ROOT / "NOTICE").read_text(encoding="utf-8")
    remark = re.match(r"[^\n]*(?:\n    [^\n]*)*", text.split(f"\n  {package} ", 1)[1]).group()
    assert [word for word in words if word not in remark] == []
