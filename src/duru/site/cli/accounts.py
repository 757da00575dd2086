"""`duru tenant add`, `duru user add`: the first rows of an installation, made by its operator."""

import secrets
from datetime import date
from typing import Annotated

import typer

from duru.conf import postgres, schema
from duru.site.cli.django_ready import start_django
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker

tenants = typer.Typer(help="자치단체", no_args_is_help=True)
users = typer.Typer(help="사용자", no_args_is_help=True)

Code = Annotated[str, typer.Option(help="행정표준코드 10자리. 예: 1100000000")]
TenantCode = Annotated[str, typer.Option("--tenant", help="자치단체의 행정표준코드. 하나뿐이면 적지 않아도 됩니다.")]


@tenants.command("add")
def add_tenant(
    name: Annotated[str, typer.Argument(help="자치단체 이름. 예: 해오름구")],
    code: Code,
    parent: Annotated[str, typer.Option(help="상위 자치단체. 예: 한빛특별시")] = "",
    kind: Annotated[str, typer.Option(help="gu 자치구, si 시, gun 군, administrative_si, special")] = "gu",
    host: Annotated[str, typer.Option(help="이 자치단체가 쓰는 접속 주소 이름. 예: duru.gu.example")] = "",
    as_json: JsonFlag = False,
) -> None:
    """자치단체를 등록합니다. 같은 코드가 있으면 그대로 둡니다."""
    speaker = Speaker(as_json=as_json)
    if not (code.isdigit() and len(code) == 10):
        raise CommandError(ExitCode.REFUSED, f"행정표준코드는 숫자 10자리입니다: {code!r}")
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.tenancy import api as tenancy  # Django had to be ready

        if kind not in tenancy.TenantKind.values:
            kinds = ", ".join(tenancy.TenantKind.values)
            raise CommandError(ExitCode.REFUSED, f"종류는 다음 가운데 하나입니다: {kinds}")
        tenant = tenancy.add_tenant(code=code, name=name, kind=kind, parent_name=parent, host=host or None)
    speaker.say(f"{tenant.name} ({tenant.code})")
    speaker.result(code=tenant.code, name=tenant.name, public_id=tenant.public_id)


@users.command("add")
def add_user(
    email: Annotated[str, typer.Argument(help="로그인에 쓰는 전자우편 주소")],
    name: Annotated[str, typer.Option(help="이름")],
    organisation: Annotated[str, typer.Option(help="소속 기관 이름. 없으면 --organisation-kind로 만듭니다.")],
    role: Annotated[str, typer.Option(help="역할. 예: admin, welfare_lead, caseworker, agency_worker")],
    organisation_kind: Annotated[str, typer.Option(help="새 기관의 종류. 예: gu_office, welfare_centre")] = "",
    department: Annotated[str, typer.Option(help="부서")] = "",
    duty: Annotated[str, typer.Option(help="맡은 일")] = "",
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """사용자에게 기관과 역할을 줍니다. 새 사용자면 첫 비밀번호를 만들어 보여 줍니다."""
    speaker = Speaker(as_json=as_json)
    password = secrets.token_urlsafe(12)
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.access import api as access  # Django had to be ready
        from duru.blocks.tenancy import api as tenancy

        tenant = find_tenant(tenancy, tenant_code)
        if role not in access.Role.values:
            raise CommandError(ExitCode.REFUSED, f"역할은 다음 가운데 하나입니다: {', '.join(access.Role.values)}")
        actor = access.system_actor("명령줄 등록")
        with tenancy.tenant_scope(tenant.id):
            is_new = not access.User.objects.filter(email__iexact=email).exists()
            home = access.Organisation.objects.filter(name=organisation).first()
            if home is None:
                if organisation_kind not in access.OrganisationKind.values:
                    kinds = ", ".join(access.OrganisationKind.values)
                    raise CommandError(
                        ExitCode.NOT_FOUND,
                        f"'{organisation}' 기관이 없습니다. 새로 만들려면 --organisation-kind에 적으십시오: {kinds}",
                    )
                home = access.add_organisation(by=actor, name=organisation, kind=organisation_kind)
            access.add_member(
                by=actor,
                email=email,
                name=name,
                organisation=home,
                role=role,
                password=password,
                department=department,
                duty=duty,
                started_on=date.today(),  # noqa: DTZ011 - the day on the operator's own calendar
            )
    speaker.say(f"{email}: {tenant.name} {organisation} {access.Role(role).label}")
    if is_new:
        speaker.say(f"첫 비밀번호: {password}  (로그인한 뒤 바꾸십시오)")
    speaker.result(email=email, tenant=tenant.code, role=role, password=password if is_new else None)


def find_tenant(tenancy, code: str):
    """Return the tenant with a code, or the only one that needs none; a Korean error otherwise."""
    tenant = tenancy.find_tenant_by_code(code) if code else tenancy.find_only_tenant()
    if tenant is None:
        known = tenancy.list_tenants()
        names = ", ".join(f"{each.code} {each.name}" for each in known) or "없음(먼저 duru tenant add)"
        raise CommandError(ExitCode.NOT_FOUND, f"자치단체를 정할 수 없습니다. --tenant에 코드를 적으십시오: {names}")
    return tenant
