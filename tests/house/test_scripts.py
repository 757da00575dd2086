"""./run and ./check on a machine that lacks something: one Korean line that says what to do, and never a silent pass.

The scripts run as they are, in a folder of their own, with a PATH on which only chosen programs stand.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
COPIED = ["run", "check", "environment.sh", "requirements.lock", "requirements-dev.lock", "pyproject.toml"]
# What both scripts take for granted on Debian and Ubuntu.
PRESENT = [
    "bash",
    "awk",
    "sed",
    "cat",
    "cut",
    "dirname",
    "rm",
    "mktemp",
    "sha256sum",
    "env",
    "nproc",
    "find",
    "sort",
    "chmod",
]
USER, SUPERUSER = "echo 1000", "echo 0"


class Machine:
    """A folder with the scripts and a PATH of its own; programs are added as shell scripts."""

    def __init__(self, folder: Path):
        self.clone, self._programs = folder / "clone", folder / "bin"
        self.clone.mkdir()
        self._programs.mkdir()
        for name in COPIED:
            shutil.copy(ROOT / name, self.clone / name)
        for name in PRESENT:
            (self._programs / name).symlink_to(shutil.which(name))
        self.add("id", USER)

    def add(self, name: str, script: str, folder: Path | None = None) -> None:
        """Put a program on the PATH (or into a folder)."""
        path = (folder or self._programs) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_text(f"#!{shutil.which('bash')}\n{script}\n")
        path.chmod(0o755)

    def add_python(self, *, without: str = "nothing at all") -> None:
        """Add a real python3 that fails when its arguments hold `without`."""
        self.add("python3", f'[[ "$*" == *"{without}"* ]] && exit 1\nexec {sys.executable} "$@"')

    def set_up(self, **tools: str) -> None:
        """Make the environment look installed; its programs do nothing unless given."""
        programs = self.clone / ".venv" / "bin"
        for name in ("python", "duru", "uv", "ruff", "djlint", "mypy", "lint-imports", "pytest"):
            self.add(name, tools.get(name.replace("-", "_"), "exit 0"), programs)
        for stamp, source in (("check", "requirements-dev.lock"), ("self", "pyproject.toml")):
            digest = hashlib.sha256((self.clone / source).read_bytes()).hexdigest()
            (self.clone / ".venv" / f"duru-{stamp}.stamp").write_text(digest + "\n")

    def run(self, script: str, *arguments: str) -> tuple[int, str]:
        """Return (exit code, everything said)."""
        done = subprocess.run(
            [self.clone / script, *arguments], env={"PATH": str(self._programs), "HOME": os.environ.get("HOME", "/")},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


@pytest.mark.parametrize("script", ["run", "check"])
@pytest.mark.parametrize("python", [None, "exit 1"], ids=["no python", "an old one"])
def test_without_a_python_of_today(machine, script, python):
    if python:
        machine.add("python3", python)
    code, said = machine.run(script)
    assert code == 1
    assert said == (
        "파이썬 3.11 이상이 없습니다. 데비안·우분투라면 다음을 한 뒤 다시 하십시오:  "
        "sudo apt-get install -y python3 python3-venv\n"
    )


@pytest.mark.parametrize("script", ["run", "check"])
def test_without_venv(machine, script):
    machine.add_python(without="import venv")
    assert machine.run(script) == (
        1, "파이썬에 venv가 없습니다. 다음을 한 뒤 다시 하십시오:  sudo apt-get install -y python3-venv\n",
    )  # fmt: skip
    machine.add("id", SUPERUSER)
    assert "sudo" not in machine.run(script)[1]


def test_where_the_environment_cannot_be_made(machine):
    machine.add_python(without="-m venv")
    code, said = machine.run("run")
    assert code == 1
    assert "파이썬 환경을 만들지 못했습니다" in said


def test_without_a_network(machine):
    machine.add_python(without="-m venv")
    machine.add("python3", 'case "$*" in *"-m venv"*) exit 0;; *) exec ' + sys.executable + ' "$@";; esac')
    machine.add("python", '[[ "$*" == *"pip install"* ]] && { echo "No matching distribution" >&2; exit 1; }; exit 0',
                machine.clone / ".venv" / "bin")  # fmt: skip
    code, said = machine.run("run")
    assert code == 1
    assert "파이썬 꾸러미를 받지 못했습니다. 인터넷" in said


def test_check_without_a_browser_and_without_root_says_the_one_line_and_fails(machine):
    machine.set_up(pytest="echo must not run")
    assert machine.run("check") == (
        1, "화면 시험에 브라우저와 한글 글꼴이 필요합니다:  "
        "sudo apt-get install -y --no-install-recommends chromium fonts-nanum fontconfig\n",
    )  # fmt: skip


def test_check_without_korean_letters_is_as_bad_as_without_a_browser(machine):
    machine.set_up()
    machine.add("chromium", "exit 0")
    machine.add("fc-list", "exit 0")
    assert machine.run("check")[0] == 1


def test_check_as_root_installs_the_browser_and_goes_on(machine):
    machine.set_up(pytest='echo "pytest $*"')
    machine.add("id", SUPERUSER)
    machine.add("apt-get", f'echo "apt-get $*" >> {machine.clone}/asked')
    code, said = machine.run("check")
    assert code == 0, said
    asked = (machine.clone / "asked").read_text()
    assert asked.splitlines()[0].startswith("apt-get update")
    assert "chromium-headless-shell fonts-nanum fontconfig" in asked
    assert said.count("pytest -q") == 2


def test_check_as_root_fails_when_the_browser_cannot_be_installed(machine):
    machine.set_up(pytest="echo must not run")
    machine.add("id", SUPERUSER)
    machine.add("apt-get", "exit 100")
    code, said = machine.run("check")
    assert code == 1
    assert "브라우저나 글꼴을 설치하지 못했습니다: chromium fonts-nanum fontconfig" in said
    assert "must not run" not in said


@pytest.mark.parametrize("tool", ["ruff", "djlint", "mypy", "lint_imports", "pytest"])
def test_check_fails_when_one_step_fails_and_still_does_the_others(machine, tool):
    machine.set_up(**{"pytest": 'echo "pytest $*"', tool: 'echo "pytest $*"; exit 1'})
    machine.add("chromium", "exit 0")
    machine.add("fc-list", "echo NanumGothic")
    code, said = machine.run("check")
    assert code == 1
    assert said.count("pytest -q") == 2


def test_no_test_at_all_is_a_failure_unless_tests_were_chosen(machine):
    machine.set_up(pytest="exit 5")
    machine.add("chromium", "exit 0")
    machine.add("fc-list", "echo NanumGothic")
    assert machine.run("check")[0] == 1
    assert machine.run("check", "-k", "overlap")[0] == 0


@pytest.mark.parametrize(
    ("asked", "handed_on"),
    [
        (["--promises"], ("0", "--promises")),
        (["--all", "--promises", "--save"], ("1", "--promises --save-promises")),
        (["--promises", "-k", "wall"], ("0", "--promises -k wall")),
    ],
)
def test_the_promises_are_asked_alone_and_their_failure_is_ours(machine, asked, handed_on):
    machine.set_up(pytest='echo "pytest $DURU_ALL $*"; exit 1', ruff="echo must not run")
    machine.add("chromium", "exit 0")
    machine.add("fc-list", "echo NanumGothic")
    code, said = machine.run("check", *asked)
    assert code == 1
    assert said.count("pytest") == 1
    words = " ".join(said.split())
    assert (words.split()[1], words.partition("exit_on_timeout=true ")[2]) == handed_on
    assert "must not run" not in said
