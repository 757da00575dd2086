"""`duru backup`, its key, its proof, and `duru restore`."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from duru.conf import env, paths, postgres
from duru.site.backup import (
    BackupInfo,
    Closing,
    Opening,
    SealFor,
    back_up_and_prove,
    join_shares,
    kept_public_key,
    make_backup,
    make_key,
    note,
    prove_backup,
    public_key_path,
    restore_backup,
)
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker
from duru.site.watch.findings import backup_facts

LEAST_PASSPHRASE = 12
SEOUL = ZoneInfo("Asia/Seoul")

PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="암호를 적은 파일의 경로. 없으면 물어봅니다.")
]


Shares = Annotated[
    list[Path] | None,
    typer.Option("--share", help="열쇠 조각을 적은 파일. 두 사람의 것을 두 번 적습니다."),
]


def backup(
    target: Annotated[Path | None, typer.Argument(help="만들 파일. 없으면 지금 폴더에 날짜로 이름을 짓습니다.")] = None,
    passphrase_file: PassphraseFile = None,
    as_json: JsonFlag = False,
) -> None:
    """데이터베이스와 올린 파일을 잠근 파일 하나에 담습니다. 켜져 있어도 됩니다. 열쇠(backup-key)가 있으면 그것으로, 없으면 암호로 잠급니다."""
    speaker = Speaker(as_json=as_json)
    now = datetime.now(SEOUL)
    target = (target or Path(f"duru-{now:%Y%m%d-%H%M%S}.backup")).resolve()
    paths.make_folders()
    public_key = kept_public_key() if passphrase_file is None else None
    closing: Closing = SealFor(public_key) if public_key else _passphrase(passphrase_file, confirm=True)
    with postgres.running() as info, speaker.progress("백업") as advance:
        facts = make_backup(target, closing, info=info, now=now, advance=advance)
    note(path=str(target), made_at=now.isoformat())
    speaker.say(f"{target} ({_size(target.stat().st_size)}, 파일 {len(facts.parts) - 1:,}개와 데이터베이스)")
    if public_key:
        speaker.say("열쇠 조각 두 개가 있어야 되살릴 수 있습니다.")
    else:
        speaker.say("암호를 잊으면 되살릴 수 없습니다. 암호는 이 파일과 다른 곳에 두십시오.")
    speaker.result(path=target, bytes=target.stat().st_size, parts=len(facts.parts), made_at=facts.made_at)


def backup_key(
    folder: Annotated[Path, typer.Argument(help="열쇠 조각 두 개를 적을 폴더. 인쇄한 뒤 파일은 지웁니다.")],
    renew: Annotated[bool, typer.Option("--renew", help="있는 열쇠를 새것으로 바꿉니다.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """백업을 여는 열쇠를 만들어 두 조각으로 나눕니다. 서버에는 잠그는 반쪽만 남아, 서버를 훔쳐도 백업을 열 수 없습니다."""
    speaker = Speaker(as_json=as_json)
    paths.make_folders()
    if public_key_path().exists() and not renew:
        raise CommandError(
            ExitCode.REFUSED,
            "열쇠가 이미 있습니다. 바꾸려면 --renew를 붙이십시오. 옛 백업은 옛 조각으로만 열리니 버리지 마십시오.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    public, *shares = make_key()
    written = []
    for number, share in enumerate(shares, 1):
        written.append(folder / f"열쇠조각-{number}.txt")
        with os.fdopen(os.open(written[-1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(
                f"두루 백업 열쇠, 조각 {number}/2 ({datetime.now(SEOUL):%Y-%m-%d})\n"
                "조각 두 개가 모두 있어야 백업이 열립니다. 하나로는 아무것도 알 수 없습니다.\n"
                f"인쇄해 서로 다른 두 사람이 서로 다른 금고에 두고 이 파일은 지우십시오.\n\n{share}\n"
            )
    public_key_path().write_text(public.hex() + "\n")
    public_key_path().chmod(0o600)
    for path in written:
        speaker.say(f"{path}: 인쇄해 한 사람에게 맡기고 지우십시오.")
    speaker.result(shares=written)


def backup_nightly(as_json: JsonFlag = False) -> None:
    """DURU_BACKUP_DIR에 백업을 만들고 곧바로 되살려 봅니다. 켜 두면 밤 2시에 저절로 합니다. 14개를 남깁니다."""
    speaker = Speaker(as_json=as_json)
    folder, public_key = env.backup_folder(), kept_public_key()
    if folder is None:
        raise CommandError(ExitCode.SETTINGS, "DURU_BACKUP_DIR을 정하십시오.")
    if public_key is None:
        raise CommandError(ExitCode.REFUSED, "백업 열쇠가 없습니다. 먼저: duru backup-key 폴더")
    paths.make_folders()
    with postgres.running() as info:
        target, facts = back_up_and_prove(folder, public_key, info=info, now=datetime.now(SEOUL))
    rows = sum(n for n, _ in facts.tables.values())
    speaker.say(f"{target}: 만들고 되살려 보았습니다. 표 {len(facts.tables):,}개, {rows:,}줄이 같습니다.")
    speaker.result(path=target, tables=len(facts.tables), rows=rows)


def backup_prove(
    source: Annotated[Path, typer.Argument(help="백업 파일")],
    passphrase_file: PassphraseFile = None,
    share: Shares = None,
    as_json: JsonFlag = False,
) -> None:
    """백업을 옆에 되살려 모든 표의 줄을 견주어 보고 지웁니다. 돌아가는 설치는 그대로입니다."""
    speaker = Speaker(as_json=as_json)
    opening = _opening(source, passphrase_file, share)
    paths.make_folders()
    with postgres.running() as info, speaker.step("되살려 보는 중"):
        facts = prove_backup(source, opening, info=info)
    if backup_facts().get("path") == str(source.resolve()):
        note(path=str(source.resolve()), made_at=facts.made_at, proved_at=datetime.now(SEOUL).isoformat())
    rows = sum(n for n, _ in facts.tables.values())
    speaker.say(f"되살아납니다. 표 {len(facts.tables):,}개, {rows:,}줄이 백업할 때와 같습니다.")
    speaker.result(tables=len(facts.tables), rows=rows, made_at=facts.made_at)


def restore(
    source: Annotated[Path, typer.Argument(help="백업 파일")],
    passphrase_file: PassphraseFile = None,
    share: Shares = None,
    yes: Annotated[bool, typer.Option("--yes", help="묻지 않고 되살립니다.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """백업을 빈 설치에 되살립니다. 먼저 모든 검사값을 맞춰 보고, 맞을 때만 시작합니다."""
    speaker = Speaker(as_json=as_json)
    opening = _opening(source, passphrase_file, share)
    paths.make_folders()

    def agree(facts: BackupInfo) -> bool:
        speaker.say(
            f"{facts.made_at}에 만든 백업입니다. 부분 {len(facts.parts):,}개, {_size(facts.size_bytes)}. 손상 없음."
        )
        return yes or typer.confirm("이 설치에 되살릴까요?", err=True)

    with postgres.running() as info:
        facts = restore_backup(source, opening, info=info, agree=agree)
    speaker.say("되살렸습니다. `duru up`으로 켜십시오.")
    speaker.result(made_at=facts.made_at, parts=len(facts.parts), bytes=facts.size_bytes)


def _opening(source: Path, passphrase_file: Path | None, shares: list[Path] | None) -> Opening:
    if not source.is_file():
        raise CommandError(ExitCode.NOT_FOUND, f"{source} 파일이 없습니다.")
    if not shares:
        return _passphrase(passphrase_file, confirm=False)
    if len(shares) != 2:
        raise CommandError(ExitCode.USAGE, "열쇠 조각은 두 개가 필요합니다: --share 하나.txt --share 둘.txt")
    if missing := next((path for path in shares if not path.is_file()), None):
        raise CommandError(ExitCode.NOT_FOUND, f"열쇠 조각 파일이 없습니다: {missing}")
    return join_shares(*(path.read_text() for path in shares))


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
