"""All commands in one application. Whoever imports it brings Django and the database driver with it."""

import psycopg
import typer
from django.db.utils import OperationalError

from duru.conf.assets import AssetsError
from duru.conf.env import EnvError
from duru.conf.postgres import ClusterError
from duru.conf.schema import SchemaError
from duru.site.backup import BackupDamaged, BackupRefused, KeyWrong
from duru.site.cli import (
    accounts,
    alarms,
    audit,
    backup,
    blind,
    bundle,
    care,
    changes,
    demo,
    destroying,
    doctor,
    finding,
    giving,
    link,
    manage,
    maps,
    outreach,
    places,
    receipts,
    records,
    season,
    statistics,
    up,
)
from duru.site.cli.exit_codes import NOT_THE_OWNER, ExitCode

# What a person can mend: the exit code and what is put before the error's own Korean sentence.
MENDABLE: dict[type[Exception], tuple[ExitCode, str]] = {
    EnvError: (ExitCode.SETTINGS, ""),
    ClusterError: (ExitCode.DATABASE, ""),
    SchemaError: (ExitCode.DATABASE, "데이터베이스의 표를 고치지 못했습니다. "),
    psycopg.OperationalError: (ExitCode.DATABASE, "데이터베이스에 연결하지 못했습니다. "),
    OperationalError: (ExitCode.DATABASE, "데이터베이스에 연결하지 못했습니다. "),
    AssetsError: (ExitCode.FAILED, ""),
    BackupDamaged: (ExitCode.DAMAGED, ""),
    BackupRefused: (ExitCode.REFUSED, ""),
    KeyWrong: (ExitCode.DAMAGED, ""),
    PermissionError: NOT_THE_OWNER,
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
app.command("alarms")(alarms.alarms)
app.command("demo")(demo.demo)
app.command("take")(records.take)
app.command("overlaps")(records.overlaps)
app.command("season")(season.season)
app.command("changes")(changes.changes)
app.command("care")(care.care)
app.command("handovers")(care.handovers)
app.command("link")(link.link)
app.command("find")(finding.find)
app.command("check")(giving.check)
app.command("check-list")(giving.check_list)
app.command("receipt")(receipts.receipt)
app.command("backup")(backup.backup)
app.command("backup-key")(backup.backup_key)
app.command("backup-nightly")(backup.backup_nightly)
app.command("backup-prove")(backup.backup_prove)
app.command("restore")(backup.restore)
app.command("destroy")(destroying.destroy)
app.command("bundle")(bundle.bundle)
app.command("manage", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(manage.manage)
app.add_typer(audit.app, name="audit")
app.add_typer(accounts.tenants, name="tenant")
app.add_typer(accounts.users, name="user")
app.add_typer(places.places, name="places")
app.add_typer(maps.maps, name="maps")
app.add_typer(outreach.outreach, name="outreach")
app.add_typer(blind.blind, name="blind")
app.add_typer(statistics.statistics, name="statistics")
