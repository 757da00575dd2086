"""kill -9 of the web process, the worker and PostgreSQL in the middle of an intake: nothing lost, nothing doubled."""

import random
import shutil
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from duru.blocks.exchange.faults import PLACES
from duru.blocks.tenancy.workers import LOCK_CLASS
from duru.conf.postgres.layout import layout_of
from tests.database import bring_schema
from tests.faults.installation import NO_ANSWER, Installation, Neighbour, Person

pytestmark = [pytest.mark.db, pytest.mark.promise("intake.kills")]

N_PEOPLE, N_ROWS, N_REPEATED, N_BAD = 2_000, 6_000, 40, 12  # more rows than one chunk of settling
PATIENCE_S = 120


@pytest.fixture(scope="module")
def installation(cluster, tmp_path_factory):
    home = tmp_path_factory.mktemp("faults")
    bring_schema(cluster, home)
    with Installation(home) as running:
        yield running
    shutil.rmtree(layout_of(home).base, ignore_errors=True)


@pytest.fixture
def person(installation):
    person = Person(installation.url)
    person.log_in()
    return person


def write_file(folder: Path, name: str) -> Path:
    """A CP949 file of gifts and a shape that no other file has: some typed twice, some that must be refused."""
    # A shape that is remembered would not be asked about: the page of columns would be left out.
    lines = [f"연번,성명,생년월일,전화번호,품목,수량,제공일,{name}"]
    gifts = [
        f"김{chr(0xAC00 + n % N_PEOPLE * 5)}수,19{40 + n % 50}0305,010-1234-{n % N_PEOPLE:04d},쌀 10kg,1,"
        f"2026-03-{1 + n // N_PEOPLE:02d},{name}"
        for n in range(N_ROWS)
    ]
    gifts += gifts[:N_REPEATED] + [f"박민수,1950-02-30,,쌀,1,2026-03-01,{name}"] * N_BAD
    lines += [f"{n},{gift}" for n, gift in enumerate(gifts, 1)]
    path = folder / f"{name}.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp949"))
    return path


def state_of(installation, name: str) -> tuple[str, str] | None:
    """Return (state, public id) of the file's intake, None when nothing of it is there."""
    found = installation.ask("SELECT state, public_id FROM exchange_intake WHERE file_name = %s", name)
    assert len(found) < 2, found
    return found[0] if found else None


def do_what_the_page_asks_for(installation, person, path: Path) -> str:
    """Press the button that the file's state asks for, once; returns the state it had."""
    state, public_id = state_of(installation, path.name) or ("", "")
    here = f"/intake/{public_id}/"
    try:
        if state == "":
            person.press("/intake/new/", {"dataset": "handouts"}, path)
        elif state == "uploaded":
            person.press(f"{here}columns/", {})
        elif state == "staged":
            person.press(here, {}, to=f"{here}accept/")
        else:
            time.sleep(0.05)  # the worker's turn
    except NO_ANSWER:
        time.sleep(0.05)
    return state


def bring_in(installation, person, path: Path, harm=lambda: False) -> None:
    """Carry a file from upload to acceptance as a person does, with a hand for the buttons only.

    Patience begins anew with every step forward and with every death (`harm` says whether it brought one).
    """
    deadline, before = time.monotonic() + PATIENCE_S, None
    while (state := do_what_the_page_asks_for(installation, person, path)) != "accepted":
        assert time.monotonic() < deadline, (state, installation.logs())
        now = (state, installation.orders.read_text())
        if harm() or now != before:
            deadline, before = time.monotonic() + PATIENCE_S, now


def assert_every_row_counts_once(installation, path: Path) -> None:
    ((intake, n_rows, n_taken, n_settled, n_duplicate, n_refused),) = installation.ask(
        "SELECT id, n_rows, n_taken, n_settled, n_duplicate, n_refused FROM exchange_intake"
        " WHERE file_name = %s AND state = 'accepted'",
        path.name,
    )
    assert (n_rows, n_taken, n_settled) == (N_ROWS + N_REPEATED + N_BAD, N_ROWS, N_ROWS)
    assert (n_duplicate, n_refused) == (N_REPEATED, N_BAD)
    assert installation.ask(
        "SELECT count(*), count(DISTINCT line), count(*) FILTER (WHERE state = 'taken') FROM exchange_sourcerow"
        " WHERE intake_id = %s",
        intake,
    ) == [(n_rows, n_rows, N_ROWS + N_REPEATED)]
    assert installation.ask("SELECT count(*) FROM exchange_duplicaterow WHERE intake_id = %s", intake) == [
        (N_REPEATED,)
    ]
    assert installation.ask(
        "SELECT count(*), count(DISTINCT row_id) FROM benefits_handout"
        " WHERE row_id IN (SELECT id FROM exchange_sourcerow WHERE intake_id = %s)",
        intake,
    ) == [(N_ROWS, N_ROWS)]
    assert installation.ask(
        "SELECT count(*) FROM exchange_rowkey WHERE row_id IN (SELECT id FROM exchange_sourcerow WHERE intake_id = %s)",
        intake,
    ) == [(N_ROWS,)]
    assert installation.ask("SELECT count(*) FROM exchange_sourcerecord") == [(N_PEOPLE,)]


def assert_no_job_was_given_up(installation) -> None:
    assert installation.ask("SELECT task_name FROM procrastinate_jobs WHERE status = 'failed'") == []


# Before and after each commit; the places between two statements of one transaction are left to `--all`.
CHOSEN = tuple(
    f"exchange.{place}"
    for place in (
        "copy_written", "after_upload", "before_mapping_commit", "after_mapping", "after_copy", "after_batch",
        "before_staged_commit", "after_accept", "after_records", "after_chunk", "before_last_commit",
    )
)  # fmt: skip


def die_at_named_places(places, installation, person, path: Path) -> None:
    installation.orders.write_text("\n".join(places))
    with Neighbour(person) as neighbour:
        bring_in(installation, person, path)
    assert installation.orders.read_text() == "", "every place was reached, and somebody died there"
    assert_every_row_counts_once(installation, path)
    assert_no_job_was_given_up(installation)
    # A page is there or, for the moment of a restart, nobody listens; never an error.
    assert {status for status, _, _ in neighbour.answers} <= {200, None}


def let_postgresql_die(installation, person, path: Path) -> None:
    planned = [(state, kind) for state in ("staging", "accepting") for kind in ("backend", "postmaster")]

    def harm():
        """Kill a backend and then the server itself while the worker checks the file, and again while it settles it."""
        state = (state_of(installation, path.name) or ("",))[0]
        if planned and planned[0][0] == state and (found := installation.processes(planned[0][1])):
            kill(found[-1])
            planned.pop(0)
            return True
        return False

    with Neighbour(person) as neighbour:
        bring_in(installation, person, path, harm)
    assert planned == []
    assert_every_row_counts_once(installation, path)
    assert_no_job_was_given_up(installation)
    # Others see their page or, while the server recovers, are told to come back: no error, no page that hangs.
    assert {status for status, _, _ in neighbour.answers} <= {200, 503}
    assert all("자료 저장소가 답하지 않습니다" in page for status, page, _ in neighbour.answers if status == 503)
    assert max(seconds for _, _, seconds in neighbour.answers) < 20


def test_files_come_in_although_web_and_worker_and_then_postgresql_die(installation, person, tmp_path, tally):
    # One test and not two: parallel test processes would make an installation each.
    die_at_named_places(CHOSEN, installation, person, write_file(tmp_path, "이름난 곳"))
    let_postgresql_die(installation, person, write_file(tmp_path, "데이터베이스"))
    tally(tried=len(CHOSEN) + 4)


@pytest.mark.slow
def test_a_file_comes_in_although_somebody_dies_at_every_named_place(installation, person, tmp_path, tally):
    die_at_named_places(PLACES, installation, person, write_file(tmp_path, "모든 곳"))
    tally(tried=len(PLACES))


@pytest.mark.slow
def test_fifty_deaths_at_random_moments(installation, person, tmp_path):
    chance = random.Random(20261122)
    installation.orders.write_text("")
    kills: list[str] = []
    due, lets_it_begin = time.monotonic(), True

    def harm():
        """Kill something: one time in five at once, else some moment after a worker has begun to work again."""
        nonlocal due, lets_it_begin
        now = time.monotonic()
        if now < due or len(kills) == 50:
            return False
        if lets_it_begin:
            if installation.ask("SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", LOCK_CLASS):
                due, lets_it_begin = now + chance.uniform(0.0, 2.0), False
            return False
        kind = chance.choice(["web", "worker", "postmaster", "backend"])
        if not (found := installation.processes(kind)):
            return False
        kill(chance.choice(found))
        kills.append(kind)
        due, lets_it_begin = now + chance.uniform(0.1, 1.0), chance.random() < 0.8
        return True

    files = []
    while len(kills) < 50:
        files.append(write_file(tmp_path, f"아무 때나 {len(files)}"))
        bring_in(installation, person, files[-1], harm)
    for path in files:
        assert_every_row_counts_once(installation, path)
    assert_no_job_was_given_up(installation)
    assert set(kills) == {"web", "worker", "postmaster", "backend"}


def kill(process: psutil.Process) -> None:
    with suppress(psutil.NoSuchProcess):
        process.kill()
