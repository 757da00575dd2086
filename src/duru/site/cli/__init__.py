"""The command line `duru`. Every command speaks Korean, takes `--json` and ends with a documented exit code."""

import sys
from collections.abc import Sequence

import psycopg
import typer
from django.db.utils import OperationalError

from duru.conf.assets import AssetsError
from duru.conf.env import EnvError
from duru.conf.postgres import ClusterError
from duru.conf.schema import SchemaError
from duru.site.backup import BackupDamaged, BackupRefused
from duru.site.cli import accounts, backup, bundle, demo, doctor, finding, link, manage, places, records, up
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, Speaker

__all__ = ["ExitCode", "app", "main", "run"]

# What a person can mend: the exit code and what is put before the error's own Korean sentence.
MENDABLE = {
    EnvError: (ExitCode.SETTINGS, ""),
    ClusterError: (ExitCode.DATABASE, ""),
    SchemaError: (ExitCode.DATABASE, "데이터베이스의 표를 고치지 못했습니다. "),
    psycopg.OperationalError: (ExitCode.DATABASE, "데이터베이스에 연결하지 못했습니다. "),
    OperationalError: (ExitCode.DATABASE, "데이터베이스에 연결하지 못했습니다. "),
    AssetsError: (ExitCode.FAILED, ""),
    BackupDamaged: (ExitCode.DAMAGED, ""),
    BackupRefused: (ExitCode.REFUSED, ""),
    PermissionError: (
        ExitCode.FAILED,
        "이 폴더나 파일의 주인이 아닙니다. 그 주인으로 실행하거나 DURU_HOME에 다른 폴더를 적으십시오. ",
    ),
}

app = typer.Typer(
    name="duru",
    help="두루: 겹침도 빠짐도 없이. 설치와 운영에 쓰는 명령입니다.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("up")(up.up)
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
app.command("take")(records.take)
app.command("overlaps")(records.overlaps)
app.command("link")(link.link)
app.command("find")(finding.find)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("bundle")(bundle.bundle)
app.command("manage", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(manage.manage)
app.add_typer(accounts.tenants, name="tenant")
app.add_typer(accounts.users, name="user")
app.add_typer(places.places, name="places")


def main() -> None:
    """Run the command line of this process and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; errors a person can mend become one Korean sentence."""
    speaker = Speaker(as_json="--json" in arguments)
    try:
        app(list(arguments))
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else ExitCode.FAILED
    except CommandError as error:
        speaker.failure(error.code, error.message)
        return error.code
    except tuple(MENDABLE) as error:
        code, prefix = next(found for kind, found in MENDABLE.items() if isinstance(error, kind))
        speaker.failure(code, f"{prefix}{error}")
        return code
    return ExitCode.OK
