"""`duru find`: one applicant at a terminal, asked and logged as at the counter's screen."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker


def find(
    name: Annotated[str, typer.Argument(help="성명. 띄어쓰기, 님, 로마자도 됩니다.")],
    by: Annotated[str, typer.Option(help="찾는 사람의 로그인 전자우편. 열람 기록에 이 이름으로 남습니다.")],
    purpose: Annotated[
        str,
        typer.Option(
            help="왜 찾는지. 적지 않으면 묻습니다: counselling, benefit_review, duplicate_check, wellbeing_check, "
            "death_or_move_check, civil_request"
        ),
    ] = "",
    note: Annotated[str, typer.Option(help="목적에 덧붙일 말")] = "",
    birth: Annotated[str, typer.Option(help="생년월일: 1951-12-24, 511224, 1951, 음력 51.12.24 …")] = "",
    sex: Annotated[str, typer.Option(help="성별: 남, 여")] = "",
    phone: Annotated[str, typer.Option(help="전화번호")] = "",
    address: Annotated[str, typer.Option(help="도로명이나 지번 주소")] = "",
    limit: Annotated[int, typer.Option(min=1, max=20, help="몇 사람까지")] = 5,
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """신청인이 누구인지 찾습니다. 화면과 똑같이 권한을 보고, 목적과 함께 열람 기록에 남긴 뒤에 보여 줍니다."""
    speaker = Speaker(as_json=as_json)
    if not purpose and as_json:
        raise CommandError(ExitCode.USAGE, "왜 찾는지 --purpose에 적으십시오.")
    purpose = purpose or typer.prompt("왜 찾습니까")
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.access import api as access  # Django had to be ready
        from duru.blocks.audit.api import record_denial, record_look
        from duru.blocks.linkage.api import Applicant, count_fresh, find_person
        from duru.blocks.registry.api import PersonStatus, Purpose, person_ref
        from duru.blocks.tenancy import api as tenancy
        from duru.kernel.errors import Refused

        chosen = {str(each.label): each for each in Purpose} | {each.value: each for each in Purpose}
        if purpose not in chosen:
            words = ", ".join(f"{each.value}({each.label})" for each in Purpose)
            raise CommandError(ExitCode.USAGE, f"목적은 다음 가운데 하나입니다: {words}")
        tenant = find_tenant(tenancy, tenant_code)
        asked = Applicant(name, birth, sex, phone, address)
        now = datetime.now(ZoneInfo("Asia/Seoul"))
        with tenancy.tenant_scope(tenant.id):
            user = access.User.objects.filter(email__iexact=by, is_active=True).first()
            membership = access.list_memberships(user).first() if user else None
            actor = access.actor_of(membership, origin="명령줄") if membership else None
        if actor is None:
            raise CommandError(ExitCode.NOT_FOUND, f"{tenant.name}에서 일하는 {by} 사용자가 없습니다.")
        try:
            with tenancy.tenant_scope(tenant.id):
                tenancy.make_transaction_read_only()
                found, n_fresh = find_person(asked, by=actor, today=now.date(), limit=limit), count_fresh()
        except access.NotAllowed as refused:
            with tenancy.tenant_scope(tenant.id):
                record_denial(actor=actor.audit, action="신청인 찾기")
            raise CommandError(ExitCode.REFUSED, str(refused)) from refused
        except Refused as refused:
            raise CommandError(ExitCode.REFUSED, str(refused)) from refused
        label = str(chosen[purpose].label)
        with tenancy.tenant_scope(tenant.id):
            record_look(
                actor=actor.audit,
                action="신청인 찾기",
                purpose=f"{label}: {note.strip()[:100]}" if note.strip() else label,
                subjects=[person_ref(each.public_id) for each in found],
            )
    rows = [
        [
            f"{each.probability:.1%}", each.name, str(each.birth_on or each.birth_year or ""), each.address,
            str(PersonStatus(each.status).label), ", ".join(reason.sentence for reason in each.reasons),
        ]
        for each in found
    ]  # fmt: skip
    if rows:
        speaker.table("찾은 사람", ["확률", "이름", "생년월일", "주소", "상태", "까닭"], rows)
    else:
        speaker.say("아는 사람 가운데에는 없습니다.")
    if n_fresh:
        speaker.say(f"방금 들어온 기록 {n_fresh:,}건은 아직 견주지 않아 여기에 없습니다.")
    speaker.result(not_yet_compared=n_fresh, candidates=[_as_facts(each) for each in found])


def _as_facts(candidate) -> dict:
    """Return a candidate as the counter's JSON has it."""
    return {
        "public_id": candidate.public_id,
        "name": candidate.name,
        "birth_on": candidate.birth_on.isoformat() if candidate.birth_on else None,
        "birth_year": candidate.birth_year,
        "sex": candidate.sex,
        "address": candidate.address,
        "is_register": candidate.is_register,
        "status": candidate.status,
        "probability": candidate.probability,
        "bits": candidate.bits,
        "margin": candidate.margin,
        "band": candidate.band,
        "reasons": [
            {"field": each.field, "level": each.level, "sentence": each.sentence, "bits": each.bits}
            for each in candidate.reasons
        ],
    }
