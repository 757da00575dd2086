"""Month-end statistics: pages that read roll-ups, six questions over raw rows, one month's snapshot.

Raw: ours asks Parquet files of twelve months through the product's own questions (GROUPING SETS: every shown cell and every total);
plain PostgreSQL answers the same cells from a plain table without row security, chDB from the same Parquet. All answers are compared.
Snapshot and pages: a tenant filled by set-based SQL as in `bench giving`, one month kept, its tables opened over Django's client.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench import ledger
from bench.figures import Figure

# hand-outs of the raw questions; persons and hand-outs of the tenant
SIZES = {
    "small": (500_000, 50_000, 250_000),
    "full": (5_000_000, 300_000, 5_000_000),
    "huge": (50_000_000, 300_000, 5_000_000),
}
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
            from django.core.management import call_command

            call_command("collectstatic", verbosity=0, interactive=False)
            ours, answers = _ask_ours(files)
            plain = _ask_postgres(owner_url, files, answers)
            pages, snapshot = _ask_pages(n_persons, n_handouts)
        chdb = _ask_chdb(files, answers)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    per = ", ".join(f"{name} {took * 1000:,.0f} ms" for name, took in ours.items())
    notes = [
        f"제공 {n_raw:,}줄 {N_MONTHS}달, 물음 {len(QUESTIONS)}가지의 답이 모두 같음", f"우리(DuckDB): {per}",
        "PostgreSQL: " + ", ".join(f"{name} {took * 1000:,.0f} ms" for name, took in plain.items()),
        f"화면 {len(pages)}번, 절반은 {np.percentile(pages, 50):.1f} ms; 월말 자료: 사람 {n_persons:,}, 제공 모두 {n_handouts:,}",
    ]  # fmt: skip
    if chdb:
        notes.append("chDB: " + ", ".join(f"{name} {took * 1000:,.0f} ms" for name, took in chdb.items()))
    total, total_plain = sum(ours.values()), sum(plain.values())
    figures = [
        Figure("statistics.rollup_p99_ms", float(np.percentile(pages, 99)), "ms", "raw 한 물음(우리)", total / len(ours) * 1000, "<=50"),
        Figure("statistics.raw_ratio_postgres", total_plain / total, "배", "PostgreSQL 초", total_plain, ">=10"),
        Figure("statistics.snapshot_s", snapshot, "s", "없음", None, "<=60"),
    ]  # fmt: skip
    if chdb:
        total_chdb = sum(chdb.values())
        figures.append(Figure("statistics.raw_ratio_chdb", total_chdb / total, "배", "chDB 초", total_chdb, ">=0.35"))
    else:
        notes.append("chDB가 설치되어 있지 않아 재지 못함(pip install chdb)")
    return figures, notes


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


def _ask_ours(files: list[Path]) -> tuple[dict[str, float], dict[str, set]]:
    from duru.blocks.statistics.api import Question, months_until, parse_month
    from duru.blocks.statistics.catalogue import find_subject
    from duru.blocks.statistics.engine.ask import ask
    from duru.blocks.statistics.engine.session import session

    took, answers = {}, {}
    months = months_until(parse_month("2026-09"), N_MONTHS)
    for name, ((subject, measures, rows, columns), *_) in QUESTIONS.items():
        spans = []
        for _ in range(2):
            began = time.perf_counter()
            with session() as conn:
                cells = ask(
                    conn,
                    Question(subject, measures, rows, columns, months=months),
                    find_subject(subject),
                    {"handouts": files},
                )  # type: ignore[arg-type]  # registered
            spans.append(time.perf_counter() - began)
        took[name] = min(spans)
        answers[name] = {(cell.row, cell.column, *map(int, cell.values)) for cell in cells}  # type: ignore[arg-type]  # counts and sums
    return took, answers


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


def _same(name: str, rows: list[tuple], answers: dict[str, set]) -> None:
    n = len(QUESTIONS[name][1])
    found = set()
    for row in rows:
        marks, keys, values = row[:n], row[n : 2 * n], row[2 * n :]
        places = [None if mark == 1 else key for mark, key in zip(marks, keys, strict=True)]
        found.add((*(places + [None])[:2], *(int(value or 0) for value in values)))
    assert found == answers[name], f"{name}: answers differ, {sorted(map(str, found ^ answers[name]))[:4]}"


def _ask_postgres(owner_url: str, files: list[Path], answers: dict[str, set]) -> dict[str, float]:
    import duckdb
    import psycopg

    columns = "month date, person numeric(20), dong text, sex text, age smallint, organisation text, category text, programme text, campaign text, per text, funding text, won bigint, given_on date"
    took = {}
    with psycopg.connect(owner_url, autocommit=True) as conn:
        conn.execute("SET statement_timeout = 0")
        # Pseudonyms as bigint: a 64-bit number without a sign does not fit, and numeric would slow the peer down.
        conn.execute(f"CREATE TABLE bench_flat ({columns.replace('numeric(20)', 'bigint')})")
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
        for name in QUESTIONS:
            began = time.perf_counter()
            rows = conn.execute(_sql(name, "bench_flat", "min")).fetchall()
            took[name] = time.perf_counter() - began
            _same(name, rows, answers)
        conn.execute("DROP TABLE bench_flat")
    return took


def _ask_chdb(files: list[Path], answers: dict[str, set]) -> dict[str, float]:
    try:
        import chdb
    except ImportError:
        return {}
    took = {}
    table = f"file('{files[0].parent}/m*.parquet', Parquet)"
    for name in QUESTIONS:
        spans = []
        for _ in range(2):
            began = time.perf_counter()
            text = str(chdb.query(_sql(name, table, "any"), "JSONCompact"))
            spans.append(time.perf_counter() - began)
        took[name] = min(spans)
        _same(name, [tuple(row) for row in json.loads(text)["data"]], answers)
    return took


def _ask_pages(n_persons: int, n_handouts: int) -> tuple[list[float], float]:
    """Return the milliseconds of every page, and the seconds of one month's snapshot."""
    from django.conf import settings
    from django.test import Client

    from bench import giving
    from duru.blocks.access.api import SESSION_KEY, Role, User, actor_of, add_member, add_organisation, system_actor
    from duru.blocks.statistics.api import compute_standards, make_snapshot, parse_month
    from duru.blocks.tenancy.api import Tenant, tenant_scope

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
