"""Counts what the marked tests tried and failed; with `--promises` runs them alone and prints the table."""

import json
from collections import defaultdict

import pytest

from duru.conf import env
from tests.promises.book import PROMISES
from tests.promises.page import PAGE, ROOT, page, rows, write

_TALLY = "promise_tally"
_KEY = "promise"


def pytest_addoption(parser):
    group = parser.getgroup("promises")
    group.addoption(
        "--promises", action="store_true", help="run the promise tests alone and print promise, tried, failed"
    )
    group.addoption("--save-promises", action="store_true", help=f"also write {PAGE.relative_to(ROOT)}")


def pytest_configure(config):
    config.addinivalue_line("markers", "promise(key): a try of a promise of tests/promises/book.py")
    config.pluginmanager.register(Counts(), "promise_counts")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    for item in items:
        for mark in item.iter_markers(_KEY):
            (key,) = mark.args
            if key not in PROMISES:
                raise pytest.UsageError(f"{item.nodeid}: no promise {key!r} in tests/promises/book.py")
            item.user_properties.append((_KEY, key))
    if config.getoption("promises"):
        others = [item for item in items if not item.get_closest_marker(_KEY) or item.get_closest_marker("journey")]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


@pytest.fixture
def tally(request):
    """Say how many things a test tried and how many of them failed; may be called again."""

    def keep(*, tried: int, failed: int = 0) -> None:
        assert request.node.get_closest_marker(_KEY), "mark the test with the promise that it tries"
        request.node.user_properties.append((_TALLY, [tried, failed]))

    return keep


class Counts:
    """Of one run: key → [tried, failed]. With several processes the counts are those of the process that gathers."""

    def __init__(self):
        self.numbers: dict[str, list[int]] = defaultdict(lambda: [0, 0])

    def pytest_runtest_logreport(self, report):
        keys = [value for name, value in report.user_properties if name == _KEY]
        # A test that passed its setup is counted once, at its end; one that broke in setup has only that report.
        if not keys or not (report.when == "call" or report.failed):
            return
        tallies = [value for name, value in report.user_properties if name == _TALLY] if report.when == "call" else []
        tried = sum(each[0] for each in tallies) or (report.when != "teardown")
        failed = max(sum(each[1] for each in tallies), int(report.failed))
        for key in keys:
            self.numbers[key][0] += tried
            self.numbers[key][1] += failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session):
        config = session.config
        if not config.getoption("promises") or hasattr(config, "workerinput") or config.getoption("collectonly"):
            return
        if any(failed or not tried for _, _, tried, _, failed in rows(self.numbers)):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        kept = ROOT / "var" / "promises.json"
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(json.dumps(self.numbers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if config.getoption("save_promises"):
            write(self.numbers, everything=env.all_work())

    def pytest_terminal_summary(self, terminalreporter, config):
        if config.getoption("promises") and not config.getoption("collectonly"):
            terminalreporter.write_line("")
            terminalreporter.write_line(page(self.numbers, everything=env.all_work()))
