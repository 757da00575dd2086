"""`duru audit`: is the log what it was, and the files with which somebody else can ask that."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import JsonFlag, Speaker

app = typer.Typer(no_args_is_help=True, help="접속기록이 처음 적힌 그대로인지 살핍니다.")


@app.command("verify")
def verify(tenant_code: TenantCode = "", as_json: JsonFlag = False) -> None:
    """모든 기록을 처음부터 다시 계산해 확인점과 견줍니다. 다르면 몇 번째 기록부터인지 알려 줍니다."""
    speaker = Speaker(as_json=as_json)
    with _tenant(tenant_code) as (tenant, audit):
        report = audit.verify_log(tenant_id=tenant.id)
    found = report.found
    speaker.result(
        entries=report.n_linked, waiting=report.n_waiting, checkpoints=report.n_checkpoints, outside=report.n_outside,
        first_break=found.first if found else None, last_break=found.last if found else None,
        reason=found.reason if found else "",
    )  # fmt: skip
    if found:
        speaker.say(f"{found.first:,}번째부터 {found.last:,}번째 기록: {found.reason}.")
        raise typer.Exit(ExitCode.DAMAGED)
    speaker.say(
        f"기록 {report.n_linked:,}건이 처음 적힌 그대로입니다. 확인점 {report.n_checkpoints:,}개와 견주었습니다"
        f"(그 가운데 {report.n_outside:,}개는 {report.place}에도 있습니다)."
    )


@app.command("export")
def export(
    folder: Annotated[Path, typer.Argument(help="파일을 둘 폴더. 없으면 만듭니다.")],
    reason: Annotated[str, typer.Option(help="왜 내보내는지. 접속기록에 남습니다.")],
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """기록과 확인점, 열쇠, 검증 프로그램 한 파일을 내보냅니다. 다른 기계에서 파이썬만으로 검증할 수 있습니다."""
    speaker = Speaker(as_json=as_json)
    with _tenant(tenant_code) as (tenant, audit):
        folder.mkdir(parents=True, exist_ok=True)
        audit.record_export(
            actor=audit.SYSTEM, action="접속기록 내보내기", purpose=reason, detail={"n_rows": audit.count_linked()}
        )
        with (folder / "기록.tsv").open("wb") as file:
            n = sum(file.write(line) > 0 for line in audit.log_lines())
        (folder / "확인점.txt").write_text("".join(f"{note}\n" for note in audit.list_notes(tenant_id=tenant.id)))
        key = audit.verifier_of_log(tenant_id=tenant.id)
        (folder / "열쇠.txt").write_text(key + "\n")
        shutil.copyfile(audit.VERIFIER, folder / "verify_log.py")
    speaker.say(f"기록 {n:,}건을 {folder}에 두었습니다. 검증: python3 verify_log.py 기록.tsv 확인점.txt '{key}'")
    speaker.result(entries=n, key=key)


@app.command("key")
def key(tenant_code: TenantCode = "", as_json: JsonFlag = False) -> None:
    """확인점을 검증하는 열쇠(공개해도 됩니다) 한 줄을 보여 줍니다. 데이터베이스와 다른 곳에 적어 두십시오."""
    speaker = Speaker(as_json=as_json)
    with _tenant(tenant_code) as (tenant, audit):
        line = audit.verifier_of_log(tenant_id=tenant.id)
    speaker.say(line)
    speaker.result(key=line)


@contextmanager
def _tenant(code: str) -> Iterator[tuple]:
    """Open a tenant's scope, with a fresh checkpoint; gives the tenant and the door of the log."""
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.audit import api as audit  # Django had to be ready
        from duru.blocks.tenancy import api as tenancy

        tenant = find_tenant(tenancy, code)
        while audit.sequence_entries(tenant_id=tenant.id):
            pass
        audit.publish_checkpoint(tenant_id=tenant.id, at=datetime.now(ZoneInfo("Asia/Seoul")))
        with tenancy.tenant_scope(tenant.id):
            yield tenant, audit
