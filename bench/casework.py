"""Durable permits a second: receipt, five opinions side by side, a decision; every step committed, fsync on, 8 workers.

Ours: the deeds themselves (`open_case`, `answer_opinion`, `propose_decision`): row security, history, timers, audit and the process
engine in one transaction a step. Peers in the same minute on the same server: SpiffWorkflow with its own JSON saved and loaded at
each step (without the history, clocks, rights and log that ours keeps), and the same steps as bare SQL without any process. Then
the page of a case with 200 events, and the board over many cases.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure
from bench.ledger import fresh_cluster

ROOT = Path(__file__).resolve().parent.parent
N_WORKERS = 8
EACH = 4  # permits a worker and round
# size → rounds, cases on the board
SIZES = {"small": (5, 50_000), "full": (30, 1_000_000)}
NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)
DEPARTMENTS = ("농지과", "산림과", "도시계획과", "문화유산과", "건설과")
N_REQUESTS = 120


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure in a fresh cluster with production settings of fsync and synchronous_commit."""
    n_rounds, n_board = SIZES[size]
    scratch = ROOT / "var" / "bench"
    scratch.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-casework-", dir=scratch))
    try:
        with fresh_cluster(folder / "home") as owner_url:
            tenant_id, members = _office()
            _peer_tables(owner_url)
            durable = _durable(owner_url)
            crews = _race(n_rounds, tenant_id, members)
            page = _case_page(tenant_id, members)
            board = _board(owner_url, tenant_id, members, n_board)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    ours, spiff, bare = (crews[mode] for mode in ("ours", "spiff", "bare"))
    to_spiff, to_bare = (
        statistics.median(theirs / own for theirs, own in zip(peer.seconds, ours.seconds, strict=True))
        for peer in (spiff, bare)
    )
    return [
        Figure("casework.permits_per_s", ours.rate, "건/s", "같은 단계의 맨 SQL", bare.rate, ">=20"),
        Figure("casework.ratio_spiff_json", to_spiff, "배", "SpiffWorkflow + JSON(건/s 비율)", None, ">=1.5"),
        Figure("casework.ratio_bare_sql", to_bare, "배", "같은 단계의 맨 SQL(건/s 비율)", None, ">=1.5"),
        Figure("casework.spiff_json_per_s", spiff.rate, "건/s", "-", None, ">=0"),
        Figure("casework.case_page_p99_ms", page[1], "ms", "-", None, "<=100"),
        Figure("casework.board_p99_ms", board[1], "ms", "-", None, "<=100"),
    ], [
        f"{durable}, 작업자 {N_WORKERS}개, 한 건에 커밋 7번, 번갈아 {n_rounds}번, 비율은 가운데 값",
        f"CPU ms/건: 두루 {ours.cpu_ms:.1f}, SpiffWorkflow {spiff.cpu_ms:.1f}, 맨 SQL {bare.cpu_ms:.1f} (서버 제외)",
        f"이력 200줄 민원 화면 p50 {page[0]:.1f} ms, 민원 {n_board:,}건 현황판 p50 {board[0]:.1f} ms (요청 {N_REQUESTS}번씩)",
    ]


def _office() -> tuple[int, dict[str, int]]:
    from duru.blocks.access.api import OrganisationKind, Role, add_member, add_organisation, system_actor
    from duru.blocks.tenancy.api import add_tenant, tenant_scope

    tenant = add_tenant(code="9999900000", name="해오름구")
    members = {}
    with tenant_scope(tenant.id):
        office = add_organisation(by=system_actor(), name="해오름구청", kind=OrganisationKind.GU_OFFICE)
        for n, department in enumerate(("노인장애인과", *DEPARTMENTS)):
            member = add_member(
                by=system_actor(), email=f"m{n}@duru.example", name=f"{department} 담당", organisation=office,
                role=Role.PERMIT_OFFICER,
            )  # fmt: skip
            member.department = department
            member.save(update_fields=["department"])
            members[department] = member.id
    return tenant.id, members


def _peer_tables(owner_url: str) -> None:
    import psycopg

    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE peer_json (id bigserial PRIMARY KEY, state text NOT NULL);"
            "CREATE TABLE peer_case (id bigserial PRIMARY KEY, title text, state text, outcome text, version int DEFAULT 1);"
            "CREATE TABLE peer_task (id bigserial PRIMARY KEY, case_id bigint REFERENCES peer_case, name text, department text,"
            " state text, opened_at timestamptz, due_at timestamptz, done_at timestamptz, answer text);"
            "CREATE INDEX ON peer_task (case_id); CREATE INDEX ON peer_task (department, due_at) WHERE state = 'open';"
            "CREATE TABLE peer_event (id bigserial PRIMARY KEY, case_id bigint, at timestamptz, kind text, who text, text text);"
            "CREATE INDEX ON peer_event (case_id, id);"
            "GRANT ALL ON peer_json, peer_case, peer_task, peer_event TO duru_app;"
            "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO duru_app"
        )


def _durable(owner_url: str) -> str:
    import psycopg

    with psycopg.connect(owner_url) as connection:
        values = {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in ("fsync", "synchronous_commit")}
    return ", ".join(f"{name}={value}" for name, value in values.items())


@dataclass
class Crew:
    """Eight workers of one mode, loaded and warm."""

    mode: str
    workers: list[subprocess.Popen]
    seconds: list[float] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Permits a second over all rounds."""
        return EACH * N_WORKERS * len(self.seconds) / sum(self.seconds)

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds of the workers a permit; the server's are not in it."""
        return 1_000 * self.cpu / (EACH * N_WORKERS * len(self.seconds))


def _race(rounds: int, tenant_id: int, members: dict[str, int]) -> dict[str, Crew]:
    """Let the crews make permits in turn, round by round, so that what else the machine does falls on all of them alike."""
    crews = {mode: _crew(mode, tenant_id, members) for mode in ("ours", "spiff", "bare")}
    for _ in range(rounds):
        for crew in crews.values():
            began = time.monotonic()
            for worker in crew.workers:
                worker.stdin.write("go\n")
                worker.stdin.flush()
            crew.cpu += sum(float(worker.stdout.readline()) for worker in crew.workers)
            crew.seconds.append(time.monotonic() - began)
    for crew in crews.values():
        for worker in crew.workers:
            worker.communicate()
            assert worker.returncode == 0
        print(f"  {crew.mode}: {crew.rate:.1f}/s, CPU {crew.cpu_ms:.1f} ms", file=sys.stderr)
    return crews


def _crew(mode: str, tenant_id: int, members: dict[str, int]) -> Crew:
    command = [sys.executable, "-W", "ignore", "-m", "bench.casework_worker", mode]
    command += [str(tenant_id), str(EACH), json.dumps(members)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    crew = Crew(mode, [subprocess.Popen(command, **pipes) for _ in range(N_WORKERS)])
    for worker in crew.workers:
        assert worker.stdout.readline() == "ready\n"
    return crew


def _case_page(tenant_id: int, members: dict[str, int]) -> tuple[float, float]:
    """Time the page of a case with 200 events, through the whole stack of middleware; milliseconds p50 and p99."""
    from django.urls import reverse

    from bench.casework_worker import actors, register
    from duru.blocks.casework.api import comment, open_case
    from duru.blocks.tenancy.api import tenant_scope

    kind = register()
    with tenant_scope(tenant_id):
        by = actors(members)["노인장애인과"]
        case = open_case(by=by, kind=kind.key, title="", applicant_name="박말순", applicant_phone="01012345678", at=NOW)
        for n in range(194):
            comment(by=by, public_id=case.public_id, text=f"{n}번째 의견입니다. 현장에서 본 것을 적어 둡니다.", at=NOW)
    return _time(tenant_id, members, reverse("casework:case", args=[case.public_id]), "이력과 의견")


def _board(owner_url: str, tenant_id: int, members: dict[str, int], n_cases: int) -> tuple[float, float]:
    """Time the department's and everybody's pages of a full board; milliseconds p50 and p99, of the slowest page."""
    from django.urls import reverse

    _fill(owner_url, tenant_id, n_cases)
    url = reverse("casework:board")
    once = [
        _time(tenant_id, members, f"{url}?{query}", "모두", "산림과")
        for query in ("scope=department", "scope=department&when=late")
    ]
    return max(each[0] for each in once), max(each[1] for each in once)


def _fill(owner_url: str, tenant_id: int, n_cases: int) -> None:
    """Put open cases with a task each onto the board; references are left out and indexes built when the rows are there."""
    import psycopg

    began = time.monotonic()
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'; SET max_parallel_maintenance_workers = 2")
        connection.execute("SELECT set_config('duru.tenant', %s, false)", [str(tenant_id)])
        (spec,) = connection.execute("SELECT id FROM casework_processspec LIMIT 1").fetchone()
        for table, name in connection.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' "
            "AND conrelid IN ('casework_case'::regclass, 'casework_task'::regclass)"
        ).fetchall():
            connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        indexes = connection.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE indrelid IN ('casework_case'::regclass, 'casework_task'::regclass) "
            "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        connection.execute(
            "INSERT INTO casework_case (tenant_id, public_id, kind, spec_id, title, receipt_no, received_at, state, department, "
            "applicant_name, applicant_phone, answers, variables, period, rule, matter, set_by, due_at, outcome, version) "
            "SELECT %s, lpad(n::text, 26, '0'), 'bench.permit', %s, '사설 장사시설 신고', 'B-' || n, '2026-11-02 01:00Z', 'running', "
            "'노인장애인과', '박말순', '', '{}', '{}', '20일', 'civil_days', 'civil', '', "
            "timestamptz '2026-11-01 15:00Z' + n %% 90 * interval '1 day', '', 1 FROM generate_series(1, %s) n",
            [tenant_id, spec, n_cases],
        )
        connection.execute(
            "INSERT INTO casework_task (tenant_id, public_id, case_id, case_kind, key, name, kind, stage, form, department, "
            "assignee_id, state, opened_at, period, rule, due_at, question, deemed_basis, reply_extension, opinion, note, answers) "
            "SELECT tenant_id, 'T' || lpad(id::text, 25, '0'), id, kind, 'a', '협의', 'consultation', '', '', "
            "(ARRAY['농지과','산림과','도시계획과','문화유산과','건설과'])[1 + id %% 5], NULL, 'open', received_at, '', '', due_at, "
            "'', '', '', '', '', '{}' FROM casework_case WHERE receipt_no LIKE 'B-%%'",
            [],
        )
        for _, definition in indexes:
            connection.execute(definition)
        connection.execute("VACUUM ANALYZE casework_case")
        connection.execute("VACUUM ANALYZE casework_task")
    print(f"  {n_cases:,} cases on the board in {time.monotonic() - began:.0f} s", file=sys.stderr)


# Nothing was collected here; in service, too, the hashed names of static files are looked up in memory.
_STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def _time(
    tenant_id: int, members: dict[str, int], url: str, word: str, department: str = "노인장애인과"
) -> tuple[float, float]:
    from django.test import Client
    from django.test.utils import override_settings

    from duru.blocks.access.api import SESSION_KEY, Membership
    from duru.blocks.tenancy.api import tenant_scope

    with tenant_scope(tenant_id):
        member = Membership.objects.select_related("user").get(id=members[department])
    override_settings(STORAGES=_STORAGES).enable()
    client = Client(HTTP_HOST="localhost")
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SESSION_KEY] = member.id
    session.save()
    took = []
    for n in range(N_REQUESTS + 20):
        began = time.perf_counter()
        answer = client.get(url)
        if n >= 20:  # templates compiled, connection open
            took.append((time.perf_counter() - began) * 1_000)
        assert answer.status_code == 200, answer.content
        assert word in answer.content.decode()
    return statistics.median(took), statistics.quantiles(took, n=100)[98]
