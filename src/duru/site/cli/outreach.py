"""`duru outreach`: rounds in numbers, giving them out, rates per signal, at a terminal."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker

outreach = typer.Typer(help="위기가구 발굴: 회차, 배정, 신호별 적중률", no_args_is_help=True)


@outreach.command("rounds")
def rounds(tenant_code: TenantCode = "", as_json: JsonFlag = False) -> None:
    """회차마다 몇 가구가 왔고 어디까지 살폈는지 보여 줍니다."""
    speaker = Speaker(as_json=as_json)
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.tenancy import api as tenancy  # Django had to be ready
        from duru.services.outreach import api

        tenant = find_tenant(tenancy, tenant_code)
        with tenancy.tenant_scope(tenant.id):
            found = api.list_rounds(on=_now().date())
            rates = api.rates_of_signals()
    for row in found:
        speaker.say(
            f"{row.round}: {row.n:,}가구, 배정 전 {row.n_new:,}, 진행 {row.n_open:,}, 마침 {row.n_closed:,}, 지원 {row.n_hits:,}"
        )
    for label, rate in rates:
        share = f"{rate.share:.0%}" if rate.share is not None else "5가구 미만"
        speaker.say(f"- {label}: {rate.n_leads:,}가구, 마침 {rate.n_closed:,}, 적중률 {share}")
    speaker.result(
        rounds=[{"round": str(row.round), "n": row.n, "closed": row.n_closed, "hits": row.n_hits} for row in found],
        signals=[{"signal": label, "n": rate.n_leads, "share": rate.share} for label, rate in rates],
    )  # fmt: skip


@outreach.command("assign")
def assign(
    number: Annotated[str, typer.Argument(metavar="회차", help="2026-6 처럼 해와 회차")],
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """한 회차의 새 대상을 사는 동과 그 담당자에게 나눕니다. 여러 번 해도 같습니다."""
    speaker = Speaker(as_json=as_json)
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.access.api import system_actor  # Django had to be ready
        from duru.blocks.tenancy import api as tenancy
        from duru.services.outreach import api

        tenant = find_tenant(tenancy, tenant_code)
        with tenancy.tenant_scope(tenant.id):
            wanted = [
                row.round
                for row in api.list_rounds(on=_now().date())
                if f"{row.round.year}-{row.round.number}" == number
            ]
            if not wanted:
                raise CommandError(ExitCode.NOT_FOUND, f"{number} 회차의 명단을 받은 적이 없습니다.")
            given, homeless = api.assign_round(by=system_actor("명령줄 배정"), public_id=wanted[0].public_id, at=_now())
    speaker.say(f"{given:,}가구를 배정했습니다. 동을 모르는 {homeless:,}가구는 화면에서 넘겨 주세요.")
    speaker.result(given=given, without_dong=homeless)


def _now() -> datetime:
    return datetime.now(ZoneInfo("Asia/Seoul"))
