"""`duru receipt`: is the signature under an answer of the API ours? Needs no database when the public key is given."""

from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker


def receipt(
    line: Annotated[str, typer.Argument(metavar="영수증", help="Duru-Receipt 머리글의 값, 또는 그것을 담은 파일")],
    answer: Annotated[
        Path | None, typer.Option(exists=True, help="받은 답을 그대로 담은 파일. 영수증이 그 답의 것인지 봅니다.")
    ] = None,
    public_key: Annotated[
        str, typer.Option(help="공개 열쇠(16진수 64자). 적으면 데이터베이스 없이 어디서나 확인합니다.")
    ] = "",
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """프로그램이 받은 영수증에 우리 서명이 있는지, 그 답의 영수증인지 봅니다."""
    from duru.blocks.programs.offline_api import is_signed, read_receipt  # slow import: cryptography

    speaker = Speaker(as_json=as_json)
    # A receipt is longer than a file's name may be: asking the disk about one is an error of its own.
    is_file = len(line) < 200 and Path(line).is_file()
    text = (Path(line).read_text("utf-8") if is_file else line).strip()
    try:
        said = read_receipt(text)
        if public_key:
            is_ours = is_signed(text, bytes.fromhex(public_key))
        else:
            with postgres.running() as info:
                schema.bring_up_to_date(info)
                start_django()
                from duru.blocks.programs.api import prove_receipt  # Django had to be ready
                from duru.blocks.tenancy import api as tenancy

                with tenancy.tenant_scope(find_tenant(tenancy, tenant_code).id):
                    is_ours = prove_receipt(text).is_ours
    except ValueError as error:
        raise CommandError(ExitCode.USAGE, str(error)) from error
    is_answer = None if answer is None else sha256(answer.read_bytes()).hexdigest() == said.answered
    if not is_ours or is_answer is False:
        raise CommandError(
            ExitCode.REFUSED, "우리 서명이 아닙니다." if not is_ours else "서명은 맞지만 이 답의 영수증이 아닙니다."
        )
    if as_json:
        speaker.result(**asdict(said), is_ours=is_ours, is_answer=is_answer)
        return
    speaker.say(f"우리가 서명한 영수증입니다: {said.at} {said.call} 답 {said.status}, 열쇠 {said.key}")
