"""Pages that show places."""

from datetime import date

import django_filters
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django_tables2 import A

from duru.blocks.access.api import needs
from duru.blocks.audit.api import record_export
from duru.blocks.places.enums import FacilityKind, RegionLevel
from duru.blocks.places.land_lookup import loaded_layers
from duru.blocks.places.models import Facility
from duru.blocks.places.queries import dong_names, get_status, list_dongs, list_facilities
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import CountColumn, DateColumn, Export, FilterSet, Table, TextColumn, list_page, render_page


class FacilityTable(Table):
    caption = "구역 안의 시설입니다. 위치를 모르는 시설도 함께 보입니다."
    row_header = "name"
    unit = "곳"
    empty_title = "맞는 시설이 없습니다"
    empty_text = "종류를 바꾸거나 시설 목록 파일을 올려 보세요."
    definitions = {"dong_code": "좌표(없으면 주소)로 정한 행정동", "lon": "WGS84 경도", "lat": "WGS84 위도"}

    name = TextColumn(verbose_name="이름")
    kind = TextColumn(verbose_name="종류")
    dong_code = TextColumn(verbose_name="행정동", empty_values=())
    address = TextColumn(verbose_name="주소")
    phone = TextColumn(verbose_name="전화", orderable=False)
    place = TextColumn(
        verbose_name="위치", accessor=A("h3"), empty_values=(), orderable=False, exclude_from_export=True
    )
    lon = TextColumn(verbose_name="경도", visible=False, orderable=False)
    lat = TextColumn(verbose_name="위도", visible=False, orderable=False)

    def __init__(self, *args, dongs: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.dongs = dongs

    def render_dong_code(self, record: Facility) -> str:
        return self.dongs.get(record.dong_code, "") or "–"

    def value_dong_code(self, record: Facility) -> str:
        return self.dongs.get(record.dong_code, "")

    def render_place(self, record: Facility) -> str:
        return "좌표 있음" if record.h3 is not None else "모름"


class VersionTable(Table):
    caption = "경계가 바뀌면 새 판을 올립니다. 옛 판은 지우지 않아 지난 자료의 동이 바뀌지 않습니다."
    row_header = "level"

    level = TextColumn(verbose_name="단계")
    valid_from = DateColumn(verbose_name="적용 시작")
    valid_until = DateColumn(verbose_name="적용 끝(그 전날까지)", empty_values=())
    n_regions = CountColumn(verbose_name="구역", unit="곳")
    source = TextColumn(verbose_name="출처")

    class Meta(Table.Meta):
        orderable = False

    def render_level(self, value: str) -> str:
        return str(RegionLevel(value).label)

    def render_valid_until(self, value: date | None) -> str:
        return f"{value.year}. {value.month}. {value.day}." if value else "지금 적용"


class LayerTable(Table):
    caption = "새 파일을 올리면 그 층이 통째로 바뀝니다. 답에는 늘 기준일이 함께 보입니다."
    row_header = "label"

    label = TextColumn(verbose_name="층")
    n_shapes = CountColumn(verbose_name="도형", unit="개")
    as_of = DateColumn(verbose_name="기준일")
    source = TextColumn(verbose_name="출처")

    class Meta(Table.Meta):
        orderable = False


class FacilityFilter(FilterSet):
    kind = django_filters.ChoiceFilter(label="종류", choices=FacilityKind.choices, empty_label="전체")
    dong_code = django_filters.ChoiceFilter(
        label="행정동", choices=lambda: [(dong.code, dong.name) for dong in list_dongs()], empty_label="전체"
    )
    name = django_filters.CharFilter(label="이름", lookup_expr="icontains")

    class Meta:
        model = Facility
        fields = ["kind", "dong_code", "name"]


def _record_export(request: HttpRequest, n_rows: int) -> HttpResponseBase | None:
    record_export(actor=request.actor.audit, action="시설 목록 내려받기", purpose="시설 목록", detail={"n": n_rows})
    return None


@needs("places.see")
@readonly_view
def facilities(request: HttpRequest) -> HttpResponseBase:
    rows = list_facilities()
    names = dong_names(rows.order_by().values_list("dong_code", flat=True).distinct())
    return list_page(
        request,
        rows,
        FacilityTable,
        title="시설",
        lead="경로당, 쉼터, 복지시설, 병원 등 주민을 돕는 곳입니다.",
        filterset=FacilityFilter,
        export=Export("시설 목록", gate=_record_export),
        template="places/facility_list.html",
        table_kwargs={"dongs": names},
    )


@needs("places.see")
@readonly_view
def status(request: HttpRequest) -> HttpResponse:
    found = get_status()
    table = VersionTable(found.boundaries) if found.boundaries else None
    loaded = loaded_layers()
    return render_page(
        request,
        "places/status.html",
        {"status": found, "table": table, "layers": LayerTable(loaded) if loaded else None},
        title="건물 사전",
        lead="주소를 건물과 행정동으로 바꾸는 데 쓰는 자료가 얼마나 있는지 보여 줍니다.",
        breadcrumbs=[("시설", "/places/"), ("건물 사전", "")],
    )
