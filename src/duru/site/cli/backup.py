"""`duru backup` and `duru restore`."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from duru.conf import paths, postgres
from duru.site.backup import BackupInfo, make_backup, restore_backup
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker

LEAST_PASSPHRASE = 12

PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="암호를 적은 파일의 경로. 없으면 물어봅니다.")
]


def backup(
    target: Annotated[Path | None, typer.Argument(help="만들 파일. 없으면 지금 폴더에 날짜로 이름을 짓습니다.")] = None,
    passphrase_file: PassphraseFile = None,
    as_json: JsonFlag = False,
) -> None:
    """데이터베이스와 올린 파일을 암호로 잠근 파일 하나에 담습니다. 켜져 있어도 됩니다."""
    speaker = Speaker(as_json=as_json)
    now = datetime.now(ZoneInfo("Asia/Seoul"))
    target = (target or Path(f"duru-{now:%Y%m%d-%H%M%S}.backup")).resolve()
    passphrase = _passphrase(passphrase_file, confirm=True)
    paths.make_folders()
    with postgres.running() as info, speaker.progress("백업") as advance:
        facts = make_backup(target, passphrase, info=info, now=now, advance=advance)
    speaker.say(f"{target} ({_size(target.stat().st_size)}, 파일 {len(facts.parts) - 1:,}개와 데이터베이스)")
    speaker.say("암호를 잊으면 되살릴 수 없습니다. 암호는 이 파일과 다른 곳에 두십시오.")
    speaker.result(path=target, bytes=target.stat().st_size, parts=len(facts.parts), made_at=facts.made_at)


def restore(
    source: Annotated[Path, typer.Argument(help="백업 파일")],
    passphrase_file: PassphraseFile = None,
    yes: Annotated[bool, typer.Option("--yes", help="묻지 않고 되살립니다.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """백업을 빈 설치에 되살립니다. 먼저 모든 검사값을 맞춰 보고, 맞을 때만 시작합니다."""
    speaker = Speaker(as_json=as_json)
    if not source.is_file():
        raise CommandError(ExitCode.NOT_FOUND, f"{source} 파일이 없습니다.")
    passphrase = _passphrase(passphrase_file, confirm=False)
    paths.make_folders()

    def agree(facts: BackupInfo) -> bool:
        speaker.say(
            f"{facts.made_at}에 만든 백업입니다. 부분 {len(facts.parts):,}개, {_size(facts.size_bytes)}. 손상 없음."
        )
        return yes or typer.confirm("이 설치에 되살릴까요?", err=True)

    with postgres.running() as info:
        facts = restore_backup(source, passphrase, info=info, agree=agree)
    speaker.say("되살렸습니다. `duru up`으로 켜십시오.")
    speaker.result(made_at=facts.made_at, parts=len(facts.parts), bytes=facts.size_bytes)


def _passphrase(file: Path | None, *, confirm: bool) -> str:
    if file is not None:
        if not file.is_file():
            raise CommandError(ExitCode.NOT_FOUND, f"암호 파일이 없습니다: {file}")
        passphrase = file.read_text().rstrip("\n")
    elif os.isatty(0):
        passphrase = typer.prompt("백업 암호", hide_input=True, confirmation_prompt=confirm, err=True)
    else:
        raise CommandError(ExitCode.USAGE, "암호를 물어볼 화면이 없습니다. --passphrase-file로 파일을 알려 주십시오.")
    if len(passphrase) < LEAST_PASSPHRASE:
        raise CommandError(ExitCode.REFUSED, f"암호가 짧습니다. {LEAST_PASSPHRASE}자 이상으로 정하십시오.")
    return passphrase


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 2**20:,.1f} MiB"
