"""`duru bundle`: one archive that installs on an office network without internet."""

import hashlib
import io
import platform
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from duru.conf import assets, paths
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker

SUMS = "SHA256SUMS"
INSTALL = """\
#!/usr/bin/env bash
# Install 두루 from this folder, without internet. Afterwards:  ./run
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
echo "검사값을 맞춰 봅니다"
sha256sum --check --quiet SHA256SUMS
source ./environment.sh
[[ $("$(find_python)" -c 'import sys; print("cp%d%d" % sys.version_info[:2])') == @PYTHON@ ]] ||
  stop_with "이 묶음은 파이썬 @PYTHON@(x.y에서 점을 뺀 수) 용입니다. 그 판을 설치하고 PYTHON=python3.x ./install.sh 로 하십시오."
make_environment requirements.lock run
echo "설치했습니다. 켜기: ./run"
"""

# What a checkout holds that an installation does not need.
LEFT_OUT = {".git", ".venv", "var", "dist", "wheels", "node_modules", "__pycache__"}


def bundle(
    target: Annotated[Path | None, typer.Option("--output", help="만들 파일. 없으면 dist/ 아래에 짓습니다.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """인터넷이 없는 곳에 설치할 묶음(꾸러미, 화면 파일, PostgreSQL, 소스)을 만듭니다. 같은 종류의 컴퓨터용입니다."""
    speaker = Speaker(as_json=as_json)
    root = paths.source_root()
    if not assets.is_current():
        assets.install(speaker.say)
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    name = f"duru-{version('duru')}-{python}-{platform.machine()}"
    target = (target or root / "dist" / f"{name}.tar.gz").resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="duru-bundle-") as wheels_name:
        wheels = Path(wheels_name)
        with speaker.step("꾸러미를 내려받습니다"):
            _download(root / "requirements.lock", wheels)
        members = [*_source(root), *_under(wheels, "wheels"), *_under(paths.assets() / "vendor", "var/assets/vendor")]
        members.append(("var/assets/vendor.stamp", paths.assets() / "vendor.stamp"))
        with speaker.progress("묶음을 만듭니다") as advance:
            _write(target, name, members, INSTALL.replace("@PYTHON@", python), advance)
    size = target.stat().st_size
    speaker.say(f"{target} ({size / 2**20:,.0f} MiB). 옮긴 뒤: tar xf {target.name} && cd {name} && ./install.sh")
    speaker.result(path=target, bytes=size, python=python, machine=platform.machine(), files=len(members))


def _download(lock: Path, wheels: Path) -> None:
    """Download the wheels the lock file names, with their hashes checked; nothing is built."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--no-deps"]
    command += ["--only-binary=:all:", "--dest", str(wheels), "--requirement", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CommandError(ExitCode.FAILED, f"꾸러미를 내려받지 못했습니다.\n{done.stderr.strip()[-1500:]}")


def _source(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the source tree: what git tracks, or every file of a tree without git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        paths_found = [root / name for name in listed.stdout.split("\0") if name]
    else:
        paths_found = [path for path in root.rglob("*") if not LEFT_OUT & set(path.relative_to(root).parts)]
    for path in sorted(paths_found):
        if path.is_file():
            yield str(path.relative_to(root)), path


def _under(folder: Path, inside: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{inside}/{path.relative_to(folder)}", path


def _write(target: Path, name: str, members: list[tuple[str, Path]], install: str, advance) -> None:
    total = sum(path.stat().st_size for _, path in members)
    done = 0
    sums = []
    unfinished = target.with_name(target.name + ".unfinished")
    # Wheels are compressed already; a higher level only costs time.
    with tarfile.open(unfinished, "w:gz", compresslevel=1) as tar:
        for inside, path in members:
            content = path.read_bytes()
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {inside}")
            _add(tar, f"{name}/{inside}", content, path.stat().st_mode & 0o777)
            done += len(content)
            advance(done, total)
        _add(tar, f"{name}/install.sh", install.encode(), 0o755)
        _add(tar, f"{name}/{SUMS}", ("\n".join(sums) + "\n").encode(), 0o644)
    unfinished.rename(target)


def _add(tar: tarfile.TarFile, name: str, content: bytes, mode: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), mode
    tar.addfile(entry, io.BytesIO(content))
