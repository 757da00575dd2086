"""`duru places import`: boundaries, buildings, facilities, layers of the land and region codes from files, as the pages take them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker

places = typer.Typer(help="장소: 경계, 건물, 시설, 지역 코드", no_args_is_help=True)


class What(StrEnum):
    """What a file holds."""

    BOUNDARIES = "boundaries"
    BUILDINGS = "buildings"
    FACILITIES = "facilities"
    LAND = "land"
    REGIONS = "regions"


_WORDS = {
    What.BOUNDARIES: "경계",
    What.BUILDINGS: "건물",
    What.FACILITIES: "시설",
    What.LAND: "토지 층의 도형",
    What.REGIONS: "지역 코드",
}
_MOST_REASONS = 20


@places.callback()
def of_places() -> None:
    """장소 자료를 넣습니다."""


@places.command("import")
def import_file(
    what: Annotated[
        What,
        typer.Argument(
            help="boundaries 경계, buildings 도로명주소 건물, facilities 시설, land 필지·구역·도로·하천, regions 지역 코드"
        ),
    ],
    file: Annotated[Path, typer.Argument(help="GeoJSON·SHP(zip)·GeoPackage, 또는 CSV·TXT·XLSX·Parquet 표")],
    prefix: Annotated[str, typer.Option(help="전국 파일일 때 우리 시·군·구의 코드 앞 다섯 자리 (경계, 건물)")] = "",
    valid_from: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="경계 적용 시작일, 토지 자료의 기준일. 적지 않으면 오늘."),
    ] = None,
    source: Annotated[str, typer.Option(help="출처. 예: 통계청 SGIS 2026년 1월 (경계, 시설)")] = "",
    kind: Annotated[str, typer.Option(help="시설 종류. 적지 않으면 줄마다 이름으로 짐작합니다.")] = "",
    layer: Annotated[str, typer.Option(help="토지 자료의 층. 적지 않으면 파일에 적힌 대로.")] = "",
    only_here: Annotated[bool, typer.Option("--only-here", help="우리 구역 밖의 시설은 뺍니다.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="세어 보기만 하고 넣지 않습니다.")] = False,
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """파일 하나를 넣습니다. 같은 파일을 다시 넣어도 늘지 않습니다. 경계를 먼저, 건물을 다음에 넣으십시오."""
    speaker = Speaker(as_json=as_json)
    if not file.is_file():
        raise CommandError(ExitCode.NOT_FOUND, f"{file} 파일이 없습니다.")
    if prefix and not prefix.isdigit():
        raise CommandError(ExitCode.REFUSED, f"구역 코드는 숫자입니다: {prefix!r}")
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        # Region codes are rows of the nation: only the owner writes them, and reads no tenant's.
        start_django(as_owner=what is What.REGIONS)
        from duru.kernel.errors import Refused  # Django had to be ready for what follows

        day = (valid_from or datetime.now(ZoneInfo("Asia/Seoul"))).date()
        answers = _Answers(prefix, day, source, kind, layer, only_here)
        with speaker.progress(f"{_WORDS[what]} {file.name}") as advance:
            options = {"is_preview": preview, "progress": advance}
            try:
                report = _take(what, file.resolve(), tenant_code, options, answers)
            except Refused as refused:
                raise CommandError(ExitCode.REFUSED, f"{file.name}: {refused.message}") from refused
    _tell(speaker, what, file, report, is_preview=preview)
    speaker.result(what=str(what), file=file.name, preview=preview, **asdict(report))


@dataclass(frozen=True, slots=True)
class _Answers:
    """What the options said."""

    prefix: str
    valid_from: date
    source: str
    kind: str
    layer: str
    only_here: bool


def _take(what: What, path: Path, tenant_code: str, options: dict[str, Any], answers: _Answers) -> Any:
    from duru.blocks.access.api import system_actor  # Django had to be ready
    from duru.blocks.places import api
    from duru.blocks.tenancy import api as tenancy

    if what is What.REGIONS:
        return api.import_regions(path, **options)
    if answers.kind and answers.kind not in api.FacilityKind.values:
        raise CommandError(
            ExitCode.NOT_FOUND, f"시설 종류는 다음 가운데 하나입니다: {', '.join(api.FacilityKind.values)}"
        )
    layers = {each.code: each.label for each in api.list_layers()}
    if answers.layer and answers.layer not in layers:
        known = ", ".join(f"{code}({label})" for code, label in layers.items())
        raise CommandError(ExitCode.NOT_FOUND, f"층은 다음 가운데 하나입니다: {known}")
    by = system_actor("명령줄 장소 넣기")
    with tenancy.tenant_scope(find_tenant(tenancy, tenant_code).id):
        if what is What.BUILDINGS:
            return api.import_buildings(path, by=by, sgg_prefix=answers.prefix, **options)
        if what is What.FACILITIES:
            return api.import_facilities(
                path, by=by, kind=answers.kind, source=answers.source, only_here=answers.only_here, **options
            )
        if what is What.LAND:
            return api.import_land(
                path, by=by, as_of=answers.valid_from, layer=answers.layer, source=answers.source, **options
            )
        return api.import_boundaries(
            path, by=by, valid_from=answers.valid_from, source=answers.source, code_prefix=answers.prefix, **options
        )


def _tell(speaker: Speaker, what: What, file: Path, report: Any, *, is_preview: bool) -> None:
    done = "넣으면" if is_preview else "넣었습니다:"
    speaker.say(
        f"{_WORDS[what]} {file.name} {done} 새로 {report.n_new:,}, 고침 {report.n_changed:,}, "
        f"그대로 {report.n_same:,}, 거절 {report.n_refused:,} (읽은 줄 {report.n_rows:,})"
    )
    for note in report.notes:
        speaker.say(note)
    for reason in report.refusals[:_MOST_REASONS]:
        speaker.say(f"거절: {reason}")
    if report.n_refused > _MOST_REASONS:
        speaker.say(f"거절한 줄이 {report.n_refused - _MOST_REASONS:,}줄 더 있습니다.")
