"""What is looked at while an installation runs: an answer within seconds whatever is broken."""

import json
import socket
import time
from datetime import UTC, datetime, timedelta

import pytest

from duru.conf import paths
from duru.site.watch import findings
from duru.site.watch.findings import State, backups, is_serving, leftovers, of_service
from duru.site.watch.views import database_of_pages

NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("DURU_HOME", str(tmp_path / "home"))
    paths.make_folders()
    return tmp_path / "home"


def states(found):
    return {each.name: each.state for each in found}


@pytest.mark.unit
def test_the_number_of_the_workers_lock_is_the_one_that_workers_hold():
    from duru.blocks.tenancy.workers import LOCK_CLASS

    assert findings.WORKER_LOCK == LOCK_CLASS


@pytest.mark.unit
def test_a_database_that_refuses_and_one_that_says_nothing_are_told_in_seconds():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        started = time.monotonic()
        for port in (1, silent.getsockname()[1]):
            (found,) = of_service(f"postgresql://duru_app@127.0.0.1:{port}/duru", now=NOW, is_serving=True)
            assert (found.name, found.state) == ("데이터베이스 대답", State.BAD)
            assert found.remedy
        assert time.monotonic() - started < 6


@pytest.mark.django_db
def test_a_database_without_a_worker_answers_but_nobody_works():
    url = database_of_pages()
    found = states(of_service(url, now=NOW, is_serving=True))
    assert found["데이터베이스 대답"] == State.GOOD
    assert found["작업 처리"] == State.BAD
    assert "작업 처리" not in states(of_service(url, now=NOW, is_serving=False))


@pytest.mark.unit
@pytest.mark.parametrize(
    ("hours", "proved_days", "failure", "expected"),
    [
        (3, 0, "", (State.GOOD, State.GOOD)),
        (30, 0, "", (State.WORTH_A_LOOK, State.GOOD)),
        (60, 4, "", (State.BAD, State.BAD)),
        (3, None, "", (State.GOOD, State.WORTH_A_LOOK)),
        (3, None, "줄 수가 다름", (State.GOOD, State.BAD)),
    ],
)
def test_the_age_of_the_last_backup_and_its_proof_are_told(home, hours, proved_days, failure, expected):
    facts = {"made_at": (NOW - timedelta(hours=hours)).isoformat(), "failure": failure}
    if proved_days is not None:
        facts["proved_at"] = (NOW - timedelta(days=proved_days)).isoformat()
    (home / "last_backup.json").write_text(json.dumps(facts))
    assert tuple(each.state for each in backups(NOW)) == expected


@pytest.mark.unit
def test_no_backup_at_all_is_told():
    assert [each.state for each in backups(NOW)] == [State.WORTH_A_LOOK]


@pytest.mark.unit
def test_clusters_of_deleted_homes_are_named_and_those_of_living_ones_are_not(tmp_path, home):
    for name, of in (("aaa", home), ("bbb", tmp_path / "gone")):
        (tmp_path / "lib" / name).mkdir(parents=True)
        (tmp_path / "lib" / name / "home").write_text(f"{of}\n")
    (found,) = leftovers(tmp_path / "lib")
    assert "bbb" in found.seen
    assert "aaa" not in found.seen
    assert list(leftovers(tmp_path / "nowhere")) == []


@pytest.mark.unit
def test_serving_is_known_by_a_lock_that_dies_with_the_process(home):
    import fcntl

    assert not is_serving()
    (home / "run").mkdir()
    with (home / "run" / "up.lock").open("a") as claim:
        fcntl.flock(claim, fcntl.LOCK_EX)
        assert is_serving()
    assert not is_serving()
