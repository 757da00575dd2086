"""`duru maps`: put homes on the map, count who is inside a shape. Counts only: names are for the page that asks why."""

from typing import Annotated

import typer

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker

maps = typer.Typer(help="지도: 집 놓기, 안에 몇 명이 사는지", no_args_is_help=True)


@maps.callback()
def of_maps() -> None:
    """집을 지도에 놓고 셉니다."""


@maps.command("place")
def place(tenant_code: TenantCode = "", as_json: JsonFlag = False) -> None:
    """모든 주민의 집을 지도에 다시 놓습니다. 바뀐 것만 고칩니다."""
    speaker = Speaker(as_json=as_json)
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.access.api import system_actor  # Django had to be ready for what follows
        from duru.blocks.maps.api import place_homes
        from duru.blocks.tenancy import api as tenancy

        with tenancy.tenant_scope(find_tenant(tenancy, tenant_code).id):
            placed = place_homes(by=system_actor("명령줄 집 놓기"))
    speaker.say(
        f"{placed.n:,}명: 건물 {placed.n_building:,}, 도로 {placed.n_road:,}, 동 {placed.n_dong:,}, 놓지 못함 {placed.n_unplaced:,} "
        f"(바뀐 것 {placed.n_changed:,})"
    )
    speaker.result(
        building=placed.n_building,
        road=placed.n_road,
        dong=placed.n_dong,
        unplaced=placed.n_unplaced,
        changed=placed.n_changed,
    )


@maps.command("inside")
def inside(
    address: Annotated[str, typer.Option(help="건물의 주소")] = "",
    lon: Annotated[float | None, typer.Option(help="한가운데의 경도")] = None,
    lat: Annotated[float | None, typer.Option(help="한가운데의 위도")] = None,
    river: Annotated[str, typer.Option(help="하천 이름")] = "",
    dong: Annotated[str, typer.Option(help="행정동 코드")] = "",
    metres: Annotated[float, typer.Option(help="반경, 또는 하천에서의 거리(m)")] = 0.0,
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """구역 안에 몇 명이 사는지 셉니다. 주소, 한 점, 하천, 행정동 가운데 하나를 적으십시오."""
    speaker = Speaker(as_json=as_json)
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from django.utils import timezone  # Django had to be ready for what follows

        from duru.blocks.maps.api import AreaRefused, along_river, area_km2, around, homes_in, of_address, of_dong
        from duru.blocks.tenancy import api as tenancy

        with tenancy.tenant_scope(find_tenant(tenancy, tenant_code).id):
            today = timezone.localdate()
            try:
                if river:
                    area = along_river(river, metres=metres or 50, dong_code=dong, on=today)
                elif dong:
                    area = of_dong(dong, on=today)
                elif address:
                    area = of_address(address, radius_m=metres)
                elif lon is not None and lat is not None:
                    area = around(lon, lat, metres or 300)
                else:
                    raise CommandError(ExitCode.REFUSED, "주소, 한 점, 하천, 행정동 가운데 하나를 적으십시오.")
                n = len(homes_in(area))
            except AreaRefused as refused:
                raise CommandError(ExitCode.REFUSED, refused.message) from refused
    speaker.say(f"{area.label}: {n:,}명이 삽니다.")
    speaker.result(label=area.label, n=n, km2=round(area_km2(area.shape), 4))
