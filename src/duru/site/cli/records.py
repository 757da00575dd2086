"""`duru take` and `duru overlaps`: the main job on a district's own files, in numbers.

Nothing about a single person is printed here: looks at persons state a purpose and are logged, and a terminal does neither.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker

OnlyTake = Annotated[bool, typer.Option("--only-take", help="받기만 하고 사람 잇기와 점검은 나중에 합니다.")]


def take(
    file: Annotated[Path, typer.Argument(help="CSV 또는 XLSX 파일")],
    organisation: Annotated[str, typer.Option(help="파일을 보낸 기관의 이름")],
    dataset: Annotated[str, typer.Option(help="자료 종류: residents, life_events, handouts, grants, needs")],
    tenant_code: TenantCode = "",
    only_take: OnlyTake = False,
    as_json: JsonFlag = False,
) -> None:
    """기관의 파일 하나를 받고, 사람을 잇고, 겹침을 찾습니다. 같은 파일을 다시 받아도 한 번만 셉니다."""
    speaker = Speaker(as_json=as_json)
    now = datetime.now(ZoneInfo("Asia/Seoul"))
    if not file.is_file():
        raise CommandError(ExitCode.NOT_FOUND, f"{file} 파일이 없습니다.")
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.access import api as access  # Django had to be ready
        from duru.blocks.exchange import api as exchange
        from duru.blocks.linkage.api import link_tenant
        from duru.blocks.tenancy import api as tenancy
        from duru.services.welfare.api import run_check

        tenant = find_tenant(tenancy, tenant_code)
        actor = access.system_actor("명령줄 받기")
        keys = [each.key for each in exchange.list_datasets()]
        if dataset not in keys:
            raise CommandError(ExitCode.NOT_FOUND, f"자료 종류는 다음 가운데 하나입니다: {', '.join(keys)}")
        with tenancy.tenant_scope(tenant.id):
            sender = access.Organisation.objects.filter(name=organisation).first()
        if sender is None:
            raise CommandError(ExitCode.NOT_FOUND, f"'{organisation}' 기관이 없습니다. 먼저 기관을 등록하십시오.")
        with speaker.progress(file.name) as advance:
            try:
                intake = exchange.take_file(
                    tenant_id=tenant.id,
                    path=file.resolve(),
                    organisation_id=sender.id,
                    dataset=dataset,
                    by=actor,
                    now=now,
                    progress=lambda step, done, total: advance(done, total, step),
                )
            except (exchange.FileRefused, exchange.MappingIncomplete) as refused:
                raise CommandError(ExitCode.REFUSED, f"{file.name}: {refused}") from refused
        speaker.say(
            f"{file.name}: 받은 줄 {intake.n_taken:,}, 거절 {intake.n_refused:,}, 이미 받은 줄 {intake.n_duplicate:,}"
        )
        if not only_take:
            with speaker.step("사람을 잇고 겹침을 찾습니다"):
                link_tenant(tenant_id=tenant.id, now=now)
                run_check(tenant_id=tenant.id, now=now)
        speaker.result(
            intake=intake.public_id, taken=intake.n_taken, refused=intake.n_refused, repeated=intake.n_duplicate
        )


def overlaps(
    check: Annotated[bool, typer.Option("--check", help="지금 자료로 다시 점검한 뒤 보여 줍니다.")] = False,
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """겹침, 사망·전출 뒤 지급, 아무것도 못 받은 사람을 숫자로 보여 줍니다. 한 사람씩은 화면에서 목적을 적고 봅니다."""
    speaker = Speaker(as_json=as_json)
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.tenancy import api as tenancy  # Django had to be ready
        from duru.services.welfare.api import find_last_run, run_check, summary

        tenant = find_tenant(tenancy, tenant_code)
        if check:
            with speaker.step("점검합니다"):
                run_check(tenant_id=tenant.id, now=datetime.now(ZoneInfo("Asia/Seoul")))
        with tenancy.tenant_scope(tenant.id):
            last = find_last_run()
            if last is None:
                raise CommandError(ExitCode.NOT_FOUND, "아직 점검한 적이 없습니다. duru overlaps --check")
            found = summary()
            spread, season = last.counts.get("spread", {}), last.counts.get("season")
            shares = _known_shares() if tenant.is_demo else []
    _show_found(speaker, tenant.name, found)
    if spread:
        _show_spread(speaker, spread)
    if season:
        _show_season(speaker, season)
    if shares:
        _show_shares(speaker, shares)
    speaker.result(tenant=tenant.code, **found.as_dict(), spread=spread, season=season, shares=shares)


def _show_found(speaker: Speaker, name: str, found: Any) -> None:
    from duru.services.welfare.enums import GoneKind, Verdict  # Django had to be ready

    rows = [
        [f"겹침 {Verdict(key).label}", f"{each['n']:,}건", f"{each['won']:,}원"] for key, each in found.overlaps.items()
    ]
    rows += [
        [f"{GoneKind(key).label} 뒤에도 지급", f"{each['n']:,}명", f"{each['won']:,}원"]
        for key, each in found.gone.items()
    ]
    rows.append(["필요한데 아무것도 못 받음", f"{found.silent:,}명", ""])
    speaker.table(f"{name} ({found.as_of} 기준)", ["무엇", "수", "걸린 돈"], rows)


def _show_spread(speaker: Speaker, spread: dict[str, Any]) -> None:
    speaker.table(
        "어려움이 알려진 사람들 사이의 고름(민간 제공과 구의 위문품)",
        ["무엇으로", "지니", "열에 하나의 몫", "못 받은 사람"],
        [
            [label, f"{spread[key]['gini']}", f"{spread[key]['top_tenth']:.1%}", f"{spread[key]['without']}"]
            for label, key in (("금액", "won"), ("횟수", "times"))
        ],
    )


def _show_season(speaker: Speaker, season: dict[str, Any]) -> None:
    speaker.table(
        f"지난 {season['days']}일의 나눔 {season['n_gifts']:,}건을 다음 차례대로 나누었다면(duru season)",
        ["무엇으로", "준 대로 지니", "따랐다면", "준 대로 못 받은 사람", "따랐다면"],
        [
            [
                label,
                *(f"{season[f'{key}_{when}'][what]}" for what in ("gini", "without") for when in ("before", "after")),
            ]
            for label, key in (("금액", "won"), ("횟수", "times"))
        ],
    )


def _show_shares(speaker: Speaker, shares: list[dict]) -> None:
    speaker.table(
        "알려진 답(시험자료)을 얼마나 찾았나",
        ["무엇", "찾음 / 있음", "찾은 비율", "찾은 것이 맞은 비율"],
        [
            [
                each["name"],
                f"{each['found']:,} / {each['of']:,}",
                f"{each['recall']:.1%}",
                f"{each['precision']:.1%}",
            ]
            for each in shares
        ],
    )


def _known_shares() -> list[dict]:
    """Return what was found of the demo district's truth, nothing when its files are not on this machine. Inside a tenant scope."""
    from duru.conf import paths
    from duru.site.demo.known_truth import KnownTruth

    if not (paths.demo() / "files" / "manifest.json").is_file():
        return []
    return [
        {
            "name": name,
            "found": share.n_true_found,
            "of": share.n_true,
            "recall": share.recall,
            "precision": share.precision,
        }
        for name, share in KnownTruth(paths.demo()).shares()
    ]
