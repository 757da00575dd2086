"""`duru check` and `duru check-list`: may this be given, asked and logged at a terminal as at the counter."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker

By = Annotated[str, typer.Option(help="묻는 사람의 로그인 전자우편. 열람 기록에 이 이름으로 남습니다.")]
Gift = Annotated[str, typer.Argument(help="급여·자원 목록의 이름(김장 김치), 또는 =분류(=food)")]


def check(
    who: Annotated[str, typer.Argument(help="이름, 태어난 해, 전화 끝 네 자리: '박말순 1941 1234'. 또는 카드 번호")],
    gift: Gift,
    by: By,
    purpose: Annotated[str, typer.Option(help="왜 묻는지: counselling, benefit_review, duplicate_check …")],
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """한 사람에게 무엇을 주기 전에 확인합니다. 기관의 사용자에게는 신호등과 할 일만 보여 줍니다."""
    speaker = Speaker(as_json=as_json)
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.audit.api import record_look  # Django had to be ready
        from duru.blocks.registry.api import Purpose, person_ref
        from duru.blocks.tenancy import api as tenancy
        from duru.kernel.errors import Refused
        from duru.services.welfare import api as welfare

        if purpose not in Purpose.values:
            raise CommandError(ExitCode.USAGE, f"목적은 다음 가운데 하나입니다: {', '.join(Purpose.values)}")
        tenant, today = find_tenant(tenancy, tenant_code), datetime.now(ZoneInfo("Asia/Seoul")).date()
        actor = find_asker(tenancy, tenant, by)
        try:
            # Not read only: what the person did not agree to is logged as refused in this very transaction.
            with tenancy.tenant_scope(tenant.id):
                meant = find_gift(welfare, gift, actor, today)
                found = welfare.find_at_counter(actor, who, today=today)
                if found.person is None and actor.is_official:
                    raise Refused("찾지 못했거나 여럿입니다. 태어난 해와 전화 끝 네 자리를 적어 주세요.")
                answer = welfare.check_gift(
                    actor, person_id=found.person.id if found.person else None, gift=meant, on=today
                )
        except Refused as refused:
            raise CommandError(ExitCode.REFUSED, str(refused)) from refused
        if found.person is not None:
            with tenancy.tenant_scope(tenant.id):
                record_look(
                    actor=actor.audit, action="주기 전 확인", purpose=str(Purpose(purpose).label),
                    subjects=[person_ref(found.person.public_id)],
                )  # fmt: skip
    told = [str(answer.light.label)] + [
        text for text in (answer.sentence, answer.similar_words) if text != answer.light.label
    ]
    speaker.say(" ".join(text for text in told if text))
    speaker.say(answer.what_to_do)
    for warning in answer.warnings:
        rule, held = warning.hit.finding, warning.held
        record = f" {held.from_on} {held.item} {held.organisation_name}" if held else ""
        speaker.say(f"- {welfare.Verdict(rule.verdict).label} {rule.code} {rule.title} ({rule.basis}){record}")
    speaker.result(
        light=answer.light.value, sentence=answer.sentence, similar=answer.similar_words,
        rules=[warning.hit.finding.code for warning in answer.warnings],
    )  # fmt: skip


def check_list(
    file: Annotated[Path, typer.Argument(help="명단: CSV 또는 XLSX, 10,000명까지")],
    gift: Gift,
    by: By,
    reason: Annotated[str, typer.Option(help="명단을 확인하고 파일로 받는 까닭. 기록에 남습니다.")],
    out: Annotated[Path, typer.Option(help="답을 적을 CSV 파일")],
    on: Annotated[str, typer.Option(help="나눌 날(2026-12-01). 없으면 오늘")] = "",
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """받을 사람 명단을 나누기 전에 통째로 확인해 한 사람에 한 줄로 적습니다. 아무것도 준 것으로 적지 않습니다."""
    speaker = Speaker(as_json=as_json)
    now = datetime.now(ZoneInfo("Asia/Seoul"))
    if not file.is_file():
        raise CommandError(ExitCode.NOT_FOUND, f"{file} 파일이 없습니다.")
    try:
        given_on = date.fromisoformat(on) if on else now.date()
    except ValueError:
        raise CommandError(ExitCode.USAGE, "나눌 날은 2026-12-01처럼 적어 주세요.") from None
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.audit.api import record_export  # Django had to be ready
        from duru.blocks.exchange.api import FileRefused, read_person_list
        from duru.blocks.tenancy import api as tenancy
        from duru.blocks.ui.api import neutralise
        from duru.kernel.errors import Refused
        from duru.services.welfare import api as welfare

        tenant = find_tenant(tenancy, tenant_code)
        actor = find_asker(tenancy, tenant, by)
        try:
            with tenancy.tenant_scope(tenant.id):
                ordered = welfare.order_list_check(
                    by=actor, title=file.stem, rows=read_person_list(file, most=welfare.MOST_LISTED), gift_key=gift,
                    given_on=given_on, at=now,
                )  # fmt: skip
            with speaker.progress(file.name) as advance:
                done = welfare.run_list_check(tenant_id=tenant.id, list_id=ordered.id, progress=advance)
        except (Refused, FileRefused) as refused:
            raise CommandError(ExitCode.REFUSED, str(refused)) from refused
        with tenancy.tenant_scope(tenant.id):
            record_export(
                actor=actor.audit, action="명단 확인 내려받기", purpose=reason, detail={"list": done.public_id, "n_rows": done.n_rows}
            )  # fmt: skip
        with out.open("w", encoding="utf-8-sig", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(
                ["이름", "생년월일", "전화", "판정", "비슷한 것", "할 일", "알림", "규칙", "근거", "걸리는 기록"]
            )
            for row, answer in zip(done.rows, done.answers, strict=True):
                cells = [row[0], row[1], row[3], *(answer[key] for key in ("answer", "what", "to_do", "note", "rule", "basis", "other"))]  # fmt: skip
                writer.writerow([neutralise(cell) for cell in cells])
    speaker.say(f"{done.n_rows:,}명을 확인해 {out}에 적었습니다: {done.counts}")
    speaker.result(list=done.public_id, rows=done.n_rows, counts=done.counts)


def find_asker(tenancy: Any, tenant: Any, email: str):
    """Return the actor of a login address who may check before giving."""
    from duru.blocks.access import api as access
    from duru.blocks.audit.api import record_denial

    with tenancy.tenant_scope(tenant.id):
        user = access.User.objects.filter(email__iexact=email, is_active=True).first()
        membership = access.list_memberships(user).first() if user else None
        actor = access.actor_of(membership, origin="명령줄") if membership else None
    if actor is None:
        raise CommandError(ExitCode.NOT_FOUND, f"{tenant.name}에서 일하는 {email} 사용자가 없습니다.")
    if not actor.may("welfare.check_gift"):
        with tenancy.tenant_scope(tenant.id):
            record_denial(actor=actor.audit, action="주기 전 확인")
        raise CommandError(ExitCode.REFUSED, f"{email} 사용자는 주기 전에 확인할 권한이 없습니다.")
    return actor


def find_gift(welfare: Any, key: str, actor: Any, today: date):
    """Return the gift of a catalogue name or =category."""
    from duru.kernel.errors import Refused

    meant = welfare.gift_of(key, on=today, official=actor.is_official)
    if meant is None:
        raise Refused("급여·자원 목록에 없는 이름입니다. 목록의 이름이나 =분류를 적어 주세요.", field="gift")
    return meant
