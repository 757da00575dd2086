"""What can be wrong while an installation runs. One list: the status page, `duru doctor`, alarms and metrics all read it.

Nothing here needs Django, so that the watchman can look while everything else is down, and nothing waits longer than
a few seconds for a database that does not answer.
"""

import fcntl
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import psycopg

from duru.conf import env, paths
from duru.conf.postgres.layout import ROOT_BASE

__all__ = ["Finding", "State", "backup_facts", "is_serving", "leftovers", "look", "of_machine", "of_service"]

GIB = 2**30
LEAST_FREE_BYTES = GIB
GOOD_FREE_BYTES = 5 * GIB
PATIENCE_S = 3
BACKUP_GOOD = timedelta(hours=26)  # a nightly backup and the hours it takes
BACKUP_BAD = timedelta(hours=50)
PROOF_BAD = timedelta(days=3)
JOB_WAIT_LOOK_S, JOB_WAIT_BAD_S = 300, 1800
CHECKPOINT_BAD = timedelta(minutes=10)  # one is signed every minute
WORKER_LOCK = 0x44555255  # duru.blocks.tenancy.workers.LOCK_CLASS, which needs Django; a test holds them together

JOBS = """
SELECT (SELECT count(*) FROM procrastinate_jobs j WHERE status = 'failed' AND EXISTS (
          SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.at > now() - interval '1 day')),
       (SELECT coalesce(max(extract(epoch FROM now() - greatest(j.scheduled_at, e.at))), 0)::int
          FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
         WHERE j.status = 'todo' AND coalesce(j.scheduled_at, e.at) <= now()),
       EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())),
       (SELECT count(*) FROM tenancy_tenant)
"""


class State(StrEnum):
    """How a finding is."""

    GOOD = "good"
    WORTH_A_LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, what was seen, and what to do (empty when good). Holds no personal data."""

    state: State
    name: str
    seen: str
    remedy: str = ""


def look(app_url: str, *, now: datetime) -> list[Finding]:
    """Look at all that changes from day to day in an installation that serves (`app_url`: the serving role's database)."""
    return [*of_machine(now), *of_service(app_url, now=now, is_serving=True)]


def of_machine(now: datetime) -> Iterator[Finding]:
    """Look at what needs no database: disk, backups, what deleted installations left."""
    yield free_space()
    yield from backups(now)
    yield from leftovers()


def of_service(app_url: str, *, now: datetime, is_serving: bool) -> Iterator[Finding]:
    """Look at database, jobs and the signing of the log; worker and signing ought to live only while it serves."""
    yield from _database(app_url, is_serving)
    yield from _checkpoints(now, is_serving)


def is_serving() -> bool:
    """Say whether `duru up` serves this installation now: it holds a lock that dies with it."""
    try:
        with (paths.home() / "run" / "up.lock").open("a") as claim:
            fcntl.flock(claim, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def free_space() -> Finding:
    """Look at the disk of the installation."""
    place = paths.home()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    state = State.GOOD if free >= GOOD_FREE_BYTES else State.WORTH_A_LOOK if free >= LEAST_FREE_BYTES else State.BAD
    remedy = "" if state is State.GOOD else "공간을 비우거나 DURU_HOME을 넓은 디스크로 옮기십시오."
    return Finding(state, "디스크", f"{place}에 {free / GIB:.1f} GiB 남음", remedy)


def _database(app_url: str, is_serving: bool) -> Iterator[Finding]:
    try:
        options = f"-c statement_timeout={PATIENCE_S * 1000}"
        with psycopg.connect(app_url, connect_timeout=PATIENCE_S, options=options, autocommit=True) as conn:
            n_failed, waits_s, works, n_tenants = conn.execute(JOBS, [WORKER_LOCK]).fetchone() or (0, 0, False, 0)
    except psycopg.errors.UndefinedTable:
        return  # not migrated yet: told among the tables
    except psycopg.Error as error:
        yield Finding(
            State.BAD, "데이터베이스 대답", f"{PATIENCE_S}초 안에 답하지 않음({type(error).__name__})",
            "잠시 뒤에도 같으면 두루를 껐다 켜십시오(Ctrl-C, ./run). 바깥 서버면 그 서버를 살펴보십시오.",
        )  # fmt: skip
        return
    yield Finding(State.GOOD, "데이터베이스 대답", "답함")
    if is_serving:
        yield (
            Finding(State.GOOD, "작업 처리", "일하고 있음")
            if works
            else Finding(
                State.BAD, "작업 처리", "일하는 프로세스가 없음: 파일 확인·점검·알림이 멈춤",
                f"두루를 껐다 켜십시오. 까닭은 {paths.log() / 'worker.log'}의 끝에 있습니다.",
            )
        )  # fmt: skip
    minutes = waits_s // 60
    state = State.GOOD if waits_s < JOB_WAIT_LOOK_S else State.BAD
    if waits_s < JOB_WAIT_BAD_S and state is State.BAD:
        state = State.WORTH_A_LOOK
    yield Finding(
        state, "밀린 작업", f"가장 오래 기다린 작업 {minutes:,}분" if minutes else "없음",
        "" if state is State.GOOD else "큰 파일을 받는 중이면 기다리고, 아니면 DURU_WORKER_CONCURRENCY를 늘리십시오.",
    )  # fmt: skip
    yield (
        Finding(State.WORTH_A_LOOK, "실패한 작업", f"하루 사이 {n_failed:,}건", f"까닭은 {paths.log() / 'worker.log'}에 있습니다.")
        if n_failed
        else Finding(State.GOOD, "실패한 작업", "하루 사이 없음")
    )  # fmt: skip


def _checkpoints(now: datetime, is_serving: bool) -> Iterator[Finding]:
    """Look whether the access log is still signed: whoever stops that could change it unseen."""
    folder = env.checkpoint_folder() or paths.home() / "checkpoints"
    newest = max((path.stat().st_mtime for path in folder.glob("**/*") if path.is_file()), default=None)
    if newest is None or not is_serving:
        return
    age = now - datetime.fromtimestamp(newest, UTC)
    bad = age > CHECKPOINT_BAD
    yield Finding(
        State.BAD if bad else State.GOOD, "접속기록 확인점", f"{int(age.total_seconds() // 60):,}분 전",
        f"작업 처리가 도는지, {folder}에 쓸 수 있는지 살펴보십시오." if bad else "",
    )  # fmt: skip


def backup_facts() -> dict[str, str]:
    """Return what is known of the last backup: `path`, `made_at`, `proved_at`, `failure`; empty when none was made."""
    try:
        return json.loads((paths.home() / "last_backup.json").read_text())
    except (OSError, ValueError):
        return {}


def backups(now: datetime) -> Iterator[Finding]:
    """Look at the age of the last backup, and whether it was restored for proof."""
    facts = backup_facts()
    if "made_at" not in facts:
        yield Finding(State.WORTH_A_LOOK, "백업", "한 번도 하지 않음", "DURU_BACKUP_DIR을 정하면 밤마다 저절로 합니다(docs/how-to/back-up-and-restore.md).")  # fmt: skip
        return
    age = now - datetime.fromisoformat(facts["made_at"])
    state = State.GOOD if age < BACKUP_GOOD else State.WORTH_A_LOOK if age < BACKUP_BAD else State.BAD
    hours = int(age.total_seconds() // 3600)
    told = f"{hours:,}시간 전" if hours < 48 else f"{hours // 24:,}일 전"
    yield Finding(
        state, "백업", told, "" if state is State.GOOD else "duru backup을 하고, 밤 백업이 왜 멈췄는지 봅니다."
    )
    if failure := facts.get("failure"):
        yield Finding(State.BAD, "되살려 본 백업", failure, "다른 곳에 백업을 새로 만들고 그것을 되살려 보십시오: duru backup-prove 파일")  # fmt: skip
    elif "proved_at" not in facts:
        yield Finding(State.WORTH_A_LOOK, "되살려 본 백업", "마지막 백업을 되살려 보지 않음", "duru backup-prove 파일")
    else:
        since = now - datetime.fromisoformat(facts["proved_at"])
        bad = since > PROOF_BAD
        yield Finding(State.BAD if bad else State.GOOD, "되살려 본 백업", f"{since.days:,}일 전에 되살아남" if since.days else "하루 안에 되살아남",
                      "duru backup-prove 파일" if bad else "")  # fmt: skip


def leftovers(base: Path = ROOT_BASE) -> Iterator[Finding]:
    """Name clusters in /var/lib/duru whose installation was deleted: they fill the disk and hold people's data."""
    left = []
    try:
        for told in sorted(base.glob("*/home")):
            if not Path(told.read_text().strip()).exists():
                left.append(told.parent)
    except OSError:
        return
    if left:
        shown = ", ".join(str(each) for each in left[:5]) + (f" 외 {len(left) - 5}개" if len(left) > 5 else "")
        running = [each for each in left if (each / "data" / "postmaster.pid").exists()]
        stop = " 아직 켜진 서버가 있으면 먼저 끕니다." if running else ""
        yield Finding(State.WORTH_A_LOOK, "남은 데이터베이스", f"지운 설치의 것 {len(left):,}개: {shown}",
                      f"개인정보가 남아 있을 수 있습니다. 필요 없으면 그 폴더를 지우십시오.{stop}")  # fmt: skip
