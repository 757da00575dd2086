"""Month-end statistics: pages that read roll-ups, six questions over raw rows, one month's snapshot.

Raw: ours asks Parquet files of twelve months through the product's own questions (GROUPING SETS: every shown cell and every total);
plain PostgreSQL answers the same cells from a plain table without row security, chDB from the same Parquet. Each question is put to all of
them in turn, twice; the better time of each counts, and all answers are compared. Ours also counts the persons behind every cell, by which
small ones are hidden. Fifty million rows go straight to Parquet: no PostgreSQL, no pages.
Snapshot and pages: a tenant filled by set-based SQL as in `bench giving`, one month kept, its tables opened over Django's client.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench import ledger
from bench.figures import Figure

# hand-outs of the raw questions; persons and hand-outs of the tenant
SIZES = {
    "small": (500_000, 50_000, 250_000),
    "full": (5_000_000, 300_000, 5_000_000),
    "huge": (50_000_000, 3_000_000, 0),
}
N_ROUNDS = 2
Ask = Callable[[str], set]
N_MONTHS = 12
N_PAGES = 40
PAGES = ("agencies", "handouts-dong-category", "recipients-dong", "recipients-age", "supply", "residents-dong")

_DRAW = """
COPY (SELECT $month::DATE AS month, hash(p)::UBIGINT AS person, '97110' || lpad((51 + p % 17)::VARCHAR, 2, '0') || '000' AS dong,
    CASE WHEN p % 5 < 3 THEN 'F' ELSE 'M' END AS sex, (p % 97)::SMALLINT AS age, '기관 ' || lpad((n % 40)::VARCHAR, 2, '0') AS organisation,
    ['food','food','fuel','goods','care','clothing'][1 + (n % 6)::INT] AS category, ['쌀','김치','연탄','꾸러미','안부','의류'][1 + (n % 6)::INT] AS programme,
    '' AS campaign, CASE WHEN n % 3 = 0 THEN 'household' ELSE 'person' END AS per, 'donation' AS funding,
    CASE WHEN n % 10 = 0 THEN NULL ELSE 1000 * (1 + n % 60) END::BIGINT AS won, $month::DATE + (n % 28)::INT AS given_on
  FROM (SELECT n, floor($persons * power((hash(n) % 1000000) / 1000000.0, 2))::BIGINT AS p FROM range($first, $last) t(n)))
TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""
_AGES = (
    "CASE WHEN age <= 6 THEN '0-6' WHEN age <= 12 THEN '7-12' WHEN age <= 18 THEN '13-18' WHEN age <= 34 THEN '19-34' WHEN age <= 49 THEN '35-49' "
    "WHEN age <= 64 THEN '50-64' WHEN age <= 74 THEN '65-74' WHEN age <= 84 THEN '75-84' ELSE '85+' END"
)
_SERVED = "(SELECT person, {any}(dong) AS dong, coalesce(sum(won), 0) AS won, count(DISTINCT organisation) AS orgs FROM {t} GROUP BY person) s"
_BAND = (
    "CASE WHEN won <= 0 THEN '0' WHEN won < 50000 THEN '1' WHEN won < 100000 THEN '2' WHEN won < 200000 THEN '3' WHEN won < 500000 THEN '4' "
    "WHEN won < 1000000 THEN '5' ELSE '6' END"
)
_ORGS = "CASE WHEN orgs >= 4 THEN '4+' WHEN orgs = 3 THEN '3' WHEN orgs = 2 THEN '2' ELSE '1' END"
# name -> (our question, splits as SQL, measures as SQL, from): what peers are asked, in words all of them understand
QUESTIONS: dict[str, tuple[tuple, list[str], list[str], str]] = {
    "동×분야 건수": (("handouts", ("cases",), "dong", "category"), ["dong", "category"], ["count(*)"], "{t}"),
    "동별 사람": (("handouts", ("persons",), "dong", ""), ["dong"], ["count(DISTINCT person)"], "{t}"),
    "기관별 실적": (("handouts", ("cases", "persons", "won", "unvalued"), "organisation", ""), ["organisation"], ["count(*)", "count(DISTINCT person)", "sum(won)", "sum(CASE WHEN won IS NULL THEN 1 ELSE 0 END)"], "{t}"),
    "동×연령 사람·금액": (("handouts", ("persons", "won"), "age_band", "sex"), [_AGES, "sex"], ["count(DISTINCT person)", "sum(won)"], "{t}"),
    "여러 기관에서 받은 사람": (("served", ("persons",), "dong", "n_organisations"), ["dong", _ORGS], ["count(*)"], _SERVED),
    "1인당 금액 분포": (("served", ("persons", "won"), "won_band", ""), [_BAND], ["count(*)", "sum(won)"], _SERVED),
}  # fmt: skip


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure raw questions beside the peers, then pages and one snapshot in a fresh cluster."""
    n_raw, n_persons, n_handouts = SIZES[size]
    ledger.SCRATCH.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-statistics-", dir=ledger.SCRATCH))
    try:
        (folder / "home").mkdir()
        (folder / "home" / "assets").symlink_to(ledger.SCRATCH.parent / "assets")
        files = _draw(folder, n_raw, n_persons)
        with ledger.fresh_cluster(folder / "home") as owner_url:
            engines = {"우리(DuckDB)": _ours(files)}
            if n_handouts:
                engines["PostgreSQL"] = _postgres(owner_url, files)
            if chdb := _chdb(files):
                engines["chDB"] = chdb
            took, cpu = _ask_all(engines)
            pages, snapshot = _ask_pages(n_persons, n_handouts) if n_handouts else ([], 0.0)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    notes = [f"제공 {n_raw:,}줄 {N_MONTHS}달, 물음 {len(QUESTIONS)}가지의 답이 모두 같음; 우리 CPU {cpu:.1f}초"]
    notes += [
        f"{engine} {sum(each.values()):.2f}초: {', '.join(f'{name} {s * 1000:,.0f} ms' for name, s in each.items())}"
        for engine, each in took.items()
    ]
    totals = {engine: sum(each.values()) for engine, each in took.items()}
    ours = totals.pop("우리(DuckDB)")
    figures = [Figure("statistics.raw_s", ours, "s", "한 물음 평균", ours / len(QUESTIONS), "<=60")]
    for engine, key, goal in (("PostgreSQL", "postgres", ">=10"), ("chDB", "chdb", ">=0.35")):
        if engine in totals:
            figures.append(
                Figure(f"statistics.raw_ratio_{key}", totals[engine] / ours, "배", f"{engine} 초", totals[engine], goal)
            )
        else:
            notes.append(f"{engine}: 재지 않음" + ("(pip install --group bench)" if engine == "chDB" else ""))
    if pages:
        figures.append(
            Figure(
                "statistics.rollup_p99_ms",
                float(np.percentile(pages, 99)),
                "ms",
                "raw 한 물음(우리)",
                ours / len(QUESTIONS) * 1000,
                "<=50",
            )
        )
        figures.append(Figure("statistics.snapshot_s", snapshot, "s", "없음", None, "<=60"))
        notes.append(
            f"화면 {len(pages)}번, 절반은 {np.percentile(pages, 50):.1f} ms; 월말 자료: 사람 {n_persons:,}, 제공 모두 {n_handouts:,}"
        )
    return figures, notes


def _ask_all(engines: dict[str, Ask]) -> tuple[dict[str, dict[str, float]], float]:
    """Put every question to every engine in turn; returns the better seconds of each, and the CPU seconds of ours for these."""
    took: dict[str, dict[str, float]] = {engine: {} for engine in engines}
    cpu = 0.0
    for name in QUESTIONS:
        answers: set = set()
        best = float("inf")
        for _ in range(N_ROUNDS):
            for engine, ask in engines.items():
                began, began_cpu = time.perf_counter(), time.process_time()
                found = ask(name)
                seconds, seconds_cpu = time.perf_counter() - began, time.process_time() - began_cpu
                took[engine][name] = min(took[engine].get(name, float("inf")), seconds)
                if engine == next(iter(engines)):
                    answers, best = found, min(best, seconds_cpu)
                assert found == answers, f"{engine}, {name}: {sorted(map(str, found ^ answers))[:4]}"
        cpu += best
    return took, cpu


def _draw(folder: Path, n: int, n_persons: int) -> list[Path]:
    import duckdb

    files = []
    with duckdb.connect() as conn:
        for at in range(N_MONTHS):
            path = folder / f"m{at}.parquet"
            values = {
                "month": f"{2025 + (9 + at) // 12}-{(9 + at) % 12 + 1:02d}-01", "persons": n_persons,
                "first": n * at // N_MONTHS, "last": n * (at + 1) // N_MONTHS,
            }  # fmt: skip
            conn.execute(_DRAW.format(path=path), values)
            files.append(path)
    return files


def _ours(files: list[Path]) -> Ask:
    from duru.blocks.statistics.api import Question, months_until, parse_month
    from duru.blocks.statistics.catalogue import find_subject
    from duru.blocks.statistics.engine.ask import ask
    from duru.blocks.statistics.engine.session import session

    months = months_until(parse_month("2026-09"), N_MONTHS)

    def answer(name: str) -> set:
        subject, measures, rows, columns = QUESTIONS[name][0]
        question = Question(subject, measures, rows, columns, months=months)
        with session() as conn:
            cells = ask(conn, question, find_subject(subject), {"handouts": files})  # type: ignore[arg-type]  # registered
        return {(cell.row, cell.column, *map(int, cell.values)) for cell in cells}  # type: ignore[arg-type]  # counts and sums

    return answer


def _sql(name: str, table: str, any_of: str) -> str:
    _, splits, measures, source = QUESTIONS[name]
    keys = [f"k{at}" for at in range(len(splits))]
    sets = ["(k0, k1)", "(k0)", "(k1)", "()"] if len(keys) == 2 else ["(k0)", "()"]
    inner = ", ".join([*(f"{split} AS {key}" for split, key in zip(splits, keys, strict=True)), "*"])
    marks = ", ".join(f"grouping({key})" for key in keys)
    return (
        f"SELECT {marks}, {', '.join(keys)}, {', '.join(measures)} FROM (SELECT {inner} FROM "
        f"{source.format(t=table, any=any_of)}) q GROUP BY GROUPING SETS ({', '.join(sets)})"
    )


def _cells(name: str, rows: list[tuple]) -> set:
    n = len(QUESTIONS[name][1])
    found = set()
    for row in rows:
        marks, keys, values = row[:n], row[n : 2 * n], row[2 * n :]
        places = [None if mark == 1 else key for mark, key in zip(marks, keys, strict=True)]
        found.add((*(places + [None])[:2], *(int(value or 0) for value in values)))
    return found


def _postgres(owner_url: str, files: list[Path]) -> Ask:
    import duckdb
    import psycopg

    columns = "month date, person bigint, dong text, sex text, age smallint, organisation text, category text, programme text, campaign text, per text, funding text, won bigint, given_on date"
    with psycopg.connect(owner_url, autocommit=True) as conn:
        # Pseudonyms as bigint: a 64-bit number without a sign does not fit, and numeric would slow the peer down.
        conn.execute(f"CREATE TABLE bench_flat ({columns})")
        with duckdb.connect() as source:
            for path in files:
                csv = path.with_suffix(".csv")
                source.execute(
                    f"COPY (SELECT * REPLACE ((person::HUGEINT - 9223372036854775808)::BIGINT AS person) FROM read_parquet('{path}')) TO '{csv}' (FORMAT csv, HEADER false)"
                )
                with (
                    conn.cursor().copy("COPY bench_flat FROM STDIN (FORMAT csv, FORCE_NOT_NULL (campaign))") as copy,
                    csv.open("rb") as file,
                ):
                    while block := file.read(1 << 20):
                        copy.write(block)
                csv.unlink()
        conn.execute("VACUUM ANALYZE bench_flat")

    def answer(name: str) -> set:
        with psycopg.connect(owner_url, autocommit=True) as conn:
            conn.execute("SET statement_timeout = 0")
            return _cells(name, conn.execute(_sql(name, "bench_flat", "min")).fetchall())

    return answer


def _chdb(files: list[Path]) -> Ask | None:
    try:
        import chdb
    except ImportError:
        return None
    table = f"file('{files[0].parent}/m*.parquet', Parquet)"

    def answer(name: str) -> set:
        rows = json.loads(str(chdb.query(_sql(name, table, "any"), "JSONCompact")))["data"]
        return _cells(name, [tuple(row) for row in rows])

    return answer


def _ask_pages(n_persons: int, n_handouts: int) -> tuple[list[float], float]:
    """Return the milliseconds of every page, and the seconds of one month's snapshot."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from bench import giving
    from duru.blocks.access.api import SESSION_KEY, Role, User, actor_of, add_member, add_organisation, system_actor
    from duru.blocks.statistics.api import compute_standards, make_snapshot, parse_month
    from duru.blocks.tenancy.api import Tenant, tenant_scope

    call_command("collectstatic", verbosity=0, interactive=False)
    began = time.monotonic()
    tenant = Tenant.objects.get(id=giving._fill(n_persons, n_handouts))
    print(f"  filled in {time.monotonic() - began:.0f} s", file=sys.stderr)
    month = parse_month("2026-10")
    made = make_snapshot(tenant=tenant, month=month, by=system_actor(), now=ledger.NOW)
    compute_standards(tenant=tenant, month=month, now=ledger.NOW)
    with tenant_scope(tenant.id):
        office = add_organisation(by=system_actor(), name="통계", kind="gu_office", is_public=True)
        who = actor_of(add_member(by=system_actor(), email="s@duru.example", name="담당", organisation=office, role=Role.WELFARE_LEAD, password="duru-duru-duru"))  # fmt: skip
    settings.ALLOWED_HOSTS = ["*"]
    client: Any = Client()
    client.force_login(User.objects.get(id=who.user_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SESSION_KEY] = who.membership_id
    session.save()
    spans = []
    for at in range(N_PAGES + 3):
        for key in PAGES:
            began = time.perf_counter()
            answer = client.get(f"/statistics/table/{key}?month={month}")
            took = (time.perf_counter() - began) * 1000
            assert answer.status_code == 200, answer.status_code
            assert "셈하고 있습니다" not in answer.content.decode()
            if at >= 3:
                spans.append(took)
    return spans, made.seconds
