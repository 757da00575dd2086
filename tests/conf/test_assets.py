"""Only the files that are served come in, with their licences, and nothing in them points outside."""

import json
import re

import pytest

from duru.conf import assets
from duru.conf.assets import SERVED, AssetsError
from tests.database import ROOT

pytestmark = pytest.mark.unit

VENDOR = ROOT / "var" / "assets" / "vendor"


@pytest.fixture
def modules(tmp_path):
    """A node_modules folder with one small file for every served pattern."""
    folder = tmp_path / "node_modules"
    for package, pattern, _ in SERVED:
        path = folder / package / pattern.replace("**/*", "component/icon.svg").replace("*", "any")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("served\n//# sourceMappingURL=gone.js.map\n")
        facts = {"name": package, "version": "1.2.3", "license": "MIT"}
        (folder / package / "package.json").write_text(json.dumps(facts))
        (folder / package / "LICENSE").write_text(f"licence of {package}")
        (folder / package / "not-served.js").write_text("stays behind")
    return folder


def test_every_served_file_is_copied_and_nothing_else(modules, tmp_path):
    assets._copy_served(modules, tmp_path / "vendor")
    copied = {
        path.relative_to(tmp_path / "vendor").as_posix() for path in (tmp_path / "vendor").rglob("*") if path.is_file()
    }
    assert "krds/css/component/output.css" in copied
    assert "krds/img/component/icon.svg" in copied
    assert not any("not-served" in name for name in copied)
    assert len(copied) == len(SERVED)


def test_references_to_source_maps_are_removed(modules, tmp_path):
    assets._copy_served(modules, tmp_path / "vendor")
    assert (tmp_path / "vendor" / "htmx" / "htmx.min.js").read_text().split() == ["served"]


def test_a_file_that_a_release_no_longer_has_is_named(modules, tmp_path):
    (modules / "htmx.org" / "dist" / "htmx.min.js").unlink()
    with pytest.raises(AssetsError, match=r"htmx.org 꾸러미에 dist/htmx.min.js 파일이 없습니다"):
        assets._copy_served(modules, tmp_path / "vendor")


def test_the_notice_lists_every_package_with_version_and_licence_text(modules, tmp_path):
    (tmp_path / "vendor").mkdir()
    assets._write_notice(modules, tmp_path / "vendor")
    notice = (tmp_path / "vendor" / "NOTICE.html").read_text()
    for package in {package for package, _, _ in SERVED}:
        assert f"<td>{package}</td><td>1.2.3</td><td>MIT</td>" in notice
        assert (tmp_path / "vendor" / "licences" / f"{package}-LICENSE.txt").read_text() == f"licence of {package}"


def test_the_stamp_asks_for_a_new_install_when_the_list_changes(monkeypatch, tmp_path):
    monkeypatch.setenv("DURU_HOME", str(tmp_path))
    (tmp_path / "assets").mkdir()
    assert assets.is_current() is False
    assets._stamp_path().write_text(assets._wanted_stamp())
    assert assets.is_current() is True
    monkeypatch.setattr(assets, "_wanted_stamp", lambda: "another list")
    assert assets.is_current() is False


def test_every_address_in_an_installed_stylesheet_is_a_file_that_is_served():
    sheets = sorted(VENDOR.rglob("*.css"))
    assert len(sheets) >= 4, "run ./run or ./check once: the front-end files are not installed"
    missing = []
    for sheet in sheets:
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text()):
            inside = address.split("?")[0].split("#")[0]
            if not inside.startswith("data:") and inside and not (sheet.parent / inside).is_file():
                missing.append((sheet.name, address))
    assert missing == []
