"""`duru blind`: the tool for agencies, the district's tokens, and the unit between them that sees no word of either."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.giving import By, Gift, find_asker, find_gift
from duru.site.cli.output import CommandError, JsonFlag, Speaker

blind = typer.Typer(help="블라인드 확인: 명단을 보내지 않고 비슷한 수혜를 묻습니다.", no_args_is_help=True)
UNKNOWN = "확인 불가, 구청 문의"


@blind.callback()
def of_blind() -> None:
    """명단을 보내지 않고 비슷한 수혜를 묻습니다. 기관, 구, 그 사이의 확인하는 곳이 셋 다 다른 사람이어야 합니다."""


@blind.command("tool")
def tool(
    out: Annotated[Path, typer.Option(help="적을 파일")] = Path("두루_블라인드_확인.html"), as_json: JsonFlag = False
) -> None:
    """기관에 줄 도구를 파일 하나로 적습니다. 기관은 설치 없이 브라우저로 열고, 인터넷이 없어도 됩니다."""
    from duru.blocks.linkage.blind_api import tool_page  # slow import: Arrow stays out of other commands

    out.write_text(tool_page(), encoding="utf-8")
    speaker = Speaker(as_json=as_json)
    speaker.say(f"{out}에 적었습니다. 이 파일만 기관에 보내면 됩니다.")
    speaker.result(out=str(out))


@blind.command("key")
def new_key(
    out: Annotated[Path, typer.Option(help="적을 파일. 주인만 읽을 수 있게 만듭니다.")], as_json: JsonFlag = False
) -> None:
    """기관과 구가 함께 쓸 열쇠를 만듭니다. 확인하는 곳에는 주지 않습니다. 기관마다, 물을 때마다 새로 만드십시오."""
    from duru.blocks.linkage.blind_api import N_KEY_BYTES

    if out.exists():
        raise CommandError(ExitCode.REFUSED, f"{out} 파일이 이미 있습니다. 열쇠는 덮어쓰지 않습니다.")
    out.touch(mode=0o600)
    out.write_text(secrets.token_hex(N_KEY_BYTES) + "\n", encoding="ascii")
    speaker = Speaker(as_json=as_json)
    speaker.say(f"{out}에 적었습니다. 종이나 따로 잠근 길로 기관에 전하고, 토큰과 같은 길로 보내지 마십시오.")
    speaker.result(out=str(out))


@blind.command("people")
def people(
    gift: Gift,
    by: By,
    key: Annotated[Path, typer.Option(help="열쇠 파일")],
    out: Annotated[Path, typer.Option(help="적을 토큰 파일(.jsonl)")],
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """구의 토큰을 만듭니다: 묻는 기관에 답해도 된다고 동의한 사람만, 신호등과 같은 답으로."""
    speaker = Speaker(as_json=as_json)
    today = datetime.now(ZoneInfo("Asia/Seoul")).date()
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.linkage.blind_api import read_key  # Django had to be ready for what follows
        from duru.blocks.tenancy import api as tenancy
        from duru.kernel.errors import Refused
        from duru.services.welfare import api as welfare

        tenant = find_tenant(tenancy, tenant_code)
        asker = find_asker(tenancy, tenant, by)
        try:
            secret = read_key(key.read_text(encoding="ascii"))
            with speaker.step("토큰 만드는 중"), tenancy.tenant_scope(tenant.id):
                meant = find_gift(welfare, gift, asker, today)
                n = welfare.write_blind_people(asker=asker, gift=meant, key=secret, path=out, on=today)
        except (Refused, ValueError) as refused:
            raise CommandError(ExitCode.REFUSED, str(refused)) from refused
        except OSError as error:
            raise CommandError(ExitCode.NOT_FOUND, f"{error.filename}: {error.strerror}") from error
    speaker.say(f"{n:,}명의 토큰을 {out}에 적었습니다. 확인하는 곳에만 보내십시오.")
    speaker.result(out=str(out), people=n)


@blind.command("match")
def match(
    lines: Annotated[Path, typer.Argument(help="기관의 토큰")],
    people: Annotated[Path, typer.Argument(help="구의 토큰")],
    out: Annotated[Path, typer.Option(help="기관에 돌려줄 답(.csv)")],
    keep: Annotated[bool, typer.Option("--keep", help="토큰 파일을 지우지 않습니다(시험할 때만).")] = False,
    as_json: JsonFlag = False,
) -> None:
    """확인하는 곳에서 돌립니다: 두 토큰을 견주어 답만 적고 토큰을 지웁니다. 열쇠도 데이터베이스도 쓰지 않습니다."""
    import duru.blocks.linkage.blind_api as unit  # slow import

    speaker = Speaker(as_json=as_json)
    try:
        asked, numbers = unit.read_lines(lines)
        known, answers = unit.read_people(people)
        with speaker.progress("견주기") as advance:
            found = unit.match(asked, known, report=advance)
        told = [UNKNOWN if person is None else answers[person] for person in found]
        unit.write_answers(out, numbers, told)
    except unit.BlindRefused as refused:
        raise CommandError(ExitCode.REFUSED, str(refused)) from refused
    except OSError as error:
        raise CommandError(ExitCode.NOT_FOUND, f"{error.filename}: {error.strerror}") from error
    if not keep:
        lines.unlink()
        people.unlink()
    n_similar = sum(answer not in (UNKNOWN, unit.NOTHING) for answer in told)
    speaker.say(f"{len(told):,}줄 가운데 비슷한 수혜가 있는 줄 {n_similar:,}개. 답을 {out}에 적었습니다." + ("" if keep else " 토큰은 지웠습니다."))  # fmt: skip
    speaker.result(lines=len(told), similar=n_similar, unknown=told.count(UNKNOWN), out=str(out))
