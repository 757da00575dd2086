"""`duru demo`: make the invented district and let the main job run over it; what it came to is kept for the next start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import psycopg
import typer

from duru.conf import paths, postgres, schema
from duru.site.cli.django_ready import start_django
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker
from duru.site.meter import Meter, Phase

if TYPE_CHECKING:
    from duru.site.demo.known_truth import KnownTruth

# None means the generator's own default; importing it costs a second that `duru --help` should not take.
People = Annotated[int | None, typer.Option("--people", min=1000, help="주민 수")]
Seed = Annotated[int | None, typer.Option("--seed", help="난수 씨앗. 같은 씨앗이면 같은 구가 나옵니다.")]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="이 날의 구를 만듭니다(YYYY-MM-DD). 적지 않으면 오늘."),
]
_SEOUL = ZoneInfo("Asia/Seoul")


def demo(people: People = None, seed: Seed = None, as_of: AsOf = None, as_json: JsonFlag = False) -> None:
    """지어낸 해오름구를 만들고 본업무를 돌려, 찾은 것을 알려진 답과 견주어 보여 줍니다. 다시 해도 늘어나지 않습니다."""
    speaker = Speaker(as_json=as_json)
    paths.make_folders()
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        day = _day(find_outcome(info, people=None, seed=None), as_of.date() if as_of else None)
        start_django()
        with speaker.progress("해오름구") as advance, Meter(postgres.status().pid).running() as meter:

            def tell(word: str, share: float) -> None:
                meter.tell(word)
                advance(share, 1.0, word)

            facts = _run(people, seed, day, tell)
        facts |= _costs(meter)
    _kept().write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
    if not as_json:
        show(speaker, facts)
    speaker.result(**facts)


def find_outcome(info: postgres.ClusterInfo, *, people: int | None, seed: int | None) -> dict[str, Any] | None:
    """Return what an earlier run came to, when it was about the same district and the database still holds it."""
    if not _kept().is_file():
        return None
    facts = json.loads(_kept().read_text(encoding="utf-8"))
    if people not in (None, facts["people"]) or seed not in (None, facts["seed"]):
        return None
    with psycopg.connect(info.app_url) as conn:
        row = conn.execute("SELECT 1 FROM tenancy_tenant WHERE public_id = %s", [facts["tenant"]]).fetchone()
    return facts if row else None


def run_in_child(*, people: int | None, seed: int | None) -> dict[str, Any]:
    """Run `duru demo` in a process of its own, so that its memory is given back, and return what it came to."""
    command = [sys.executable, "-c", "from duru.site.cli import main; main()", "demo"]
    command += ["--json"]
    command += ["--people", str(people)] if people else []
    command += ["--seed", str(seed)] if seed is not None else []
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    answer = json.loads(done.stdout) if done.stdout.strip() else {}
    if done.returncode != 0:
        raise CommandError(ExitCode(done.returncode), answer.get("message", "시험자료를 만들지 못했습니다."))
    return answer


def show(speaker: Speaker, facts: dict[str, Any]) -> None:
    """Print the summary for a person: what was found, beside what is known to be true."""
    rows = [
        [line["name"], _number(line["found"], line["unit"]), _number(line["truth"], line["unit"])]
        for line in facts["lines"]
    ]
    speaker.table("해오름구(시험자료)에서 찾은 것", ["무엇", "찾은 것", "알려진 답"], rows)
    shares = [
        [each["name"], f"{each['found']:,} / {each['of']:,}", f"{each['recall']:.1%}", f"{each['precision']:.1%}"]
        for each in facts.get("shares", [])
    ]
    if shares:
        speaker.table("알려진 답을 얼마나 찾았나", ["무엇", "찾음 / 있음", "찾은 비율", "찾은 것이 맞은 비율"], shares)
        speaker.say(
            "겹침의 마지막 칸은 묶인 기록이 모두 정말 한 가구의 것인 비율입니다. 알려진 답에 없는 규칙의 주의도 셉니다."
        )
    for refusal in facts["refusals"]:
        speaker.say(f"받지 못한 파일: {refusal['file']} — {refusal['reason']}")
    if "phases" not in facts:
        return  # kept by an earlier release
    rows = [_cost_row(each) for each in [*facts["phases"], {**facts, "name": "모두"}]]
    speaker.table("걸린 시간과 메모리", ["무엇", "초", "CPU 초", "파이썬 MiB", "PostgreSQL MiB", "함께 MiB"], rows)


def show_accounts(speaker: Speaker, facts: dict[str, Any]) -> None:
    """Print who may be tried with which password."""
    rows = [[each["email"], each["role"], each["name"], each["sentence"]] for each in facts["accounts"]]
    title = f"시험 계정 (비밀번호는 모두 {facts['password']})"
    speaker.table(title, ["전자우편", "역할", "이름", "볼 것"], rows)


def _run(people: int | None, seed: int | None, day: date, progress: Callable[[str, float], None]) -> dict[str, Any]:
    from duru.demo import DEFAULT_PEOPLE, SEED  # slow import
    from duru.site.demo.accounts import ACCOUNTS, PASSWORD  # Django had to be ready
    from duru.site.demo.district import make_district, run_district
    from duru.site.demo.known_truth import KnownTruth

    people, seed = people or DEFAULT_PEOPLE, SEED if seed is None else seed
    # The district's day, and not the machine's: its people wait for payments of that week.
    now, minute = datetime.combine(day, time_of_day(9), tzinfo=_SEOUL), datetime.now(_SEOUL)
    if day == minute.date():
        now = min(now, minute)  # what lies ahead would lead every list until nine
    district = make_district(
        paths.demo(), people=people, seed=seed, as_of=day, progress=lambda word, share: progress(word, share * 0.3)
    )
    outcome = run_district(
        district, now=now, workers=_workers(), progress=lambda word, share: progress(word, 0.3 + share * 0.65)
    )
    progress("답과 견주기", 0.95)
    known = KnownTruth(paths.demo())
    return {
        "tenant": district.tenant.public_id,
        "people": people,
        "seed": seed,
        "as_of": day.isoformat(),
        "lines": [asdict(line) for line in known.lines(outcome.summary)],
        "shares": _shares(known, district.tenant.id),
        "summary": outcome.summary.as_dict(),
        "refusals": [{"file": each.path.name, "reason": each.reason} for each in outcome.refusals],
        "password": PASSWORD,
        "accounts": [
            {"email": each.email, "name": each.name, "role": str(each.role.label), "sentence": each.sentence}
            for each in ACCOUNTS
        ],
    }


def _workers() -> int:
    """Two files at once on the smallest machine; more than four would take the memory of the database."""
    return max(2, min(4, os.cpu_count() or 2))


def _costs(meter: Meter) -> dict[str, Any]:
    whole = _as_dict(meter.total())
    del whole["name"]
    return whole | {"phases": [_as_dict(phase) for phase in meter.phases]}


def _as_dict(phase: Phase) -> dict[str, Any]:
    return asdict(phase) | {"seconds": round(phase.seconds, 1), "cpu_seconds": round(phase.cpu_seconds, 1)}


def _cost_row(cost: dict[str, Any]) -> list[str]:
    mib = (cost["python_mib"], cost["database_mib"], cost["peak_mib"])
    return [
        cost["name"],
        f"{cost['seconds']:,.0f}",
        f"{cost['cpu_seconds']:,.0f}",
        *("모름" if each is None else f"{each:,}" for each in mib),
    ]


def _shares(known: KnownTruth, tenant_id: int) -> list[dict[str, Any]]:
    from duru.blocks.tenancy.api import tenant_scope  # Django had to be ready

    with tenant_scope(tenant_id):
        return [
            {
                "name": name,
                "found": share.n_true_found,
                "of": share.n_true,
                "recall": share.recall,
                "precision": share.precision,
            }
            for name, share in known.shares()
        ]


def _number(value: int | None, unit: str) -> str:
    return "" if value is None else f"{value:,} {unit}"


def _day(here: dict[str, Any] | None, asked: date | None) -> date:
    """Return the day the district stands on: that of the one already here, else the day asked for, else today.

    Raises:
        CommandError: another day than that of the district already here: its agencies would send everything a second time.
    """
    known = date.fromisoformat(here["as_of"]) if here and "as_of" in here else None
    if known and asked and known != asked:
        raise CommandError(
            ExitCode.REFUSED,
            f"여기에는 {known} 기준의 시험 구가 이미 있습니다. 다른 날로 만들려면 빈 DURU_HOME에서 하십시오.",
        )
    return known or asked or datetime.now(_SEOUL).date()


def _kept() -> Path:
    return paths.demo() / "outcome.json"
