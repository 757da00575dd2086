"""Tables of places: region codes, boundaries, the gazetteer of buildings, facilities, layers of the land."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.places.enums import FacilityKind, RegionLevel
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


def valid_span(name: str) -> models.CheckConstraint:
    """Bind `valid_from` and `valid_until` to a half-open span of at least one day."""
    return models.CheckConstraint(condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name=name)


class Region(models.Model):
    """One row is one region code during one span of validity [valid_from, valid_until): 시·도, 시·군·구, 행정동, 법정동.

    National: every tenant reads, the operator writes. A code that was closed and reopened has two rows; a 행정동 and a
    법정동 may share a code (읍·면), so unique is (code, level, valid_from). About 60,000 rows make the nation with its
    history since 1988. `valid_until` empty means still in force. Holds no personal data.

    Source: 행정안전부 행정표준코드, 주민등록 기관코드 (KIKcd_H, KIKcd_B).
    """

    code = models.CharField("코드", max_length=10)
    level = models.CharField("단계", max_length=12, choices=RegionLevel)
    name = models.CharField("이름", max_length=60)
    full_name = models.CharField("전체 이름", max_length=120)
    parent_code = models.CharField("상위 코드", max_length=10, blank=True)
    valid_from = models.DateField("생성일")
    valid_until = models.DateField("말소일", null=True, blank=True)

    class Meta:
        verbose_name = "지역"
        constraints = [
            models.UniqueConstraint(fields=["code", "level", "valid_from"], name="region_once"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{10}$"), name="region_code_is_ten_digits"),
            valid_span("region_span"),
        ]
        indexes = [models.Index(fields=["parent_code", "level"], name="region_parent")]

    def __str__(self) -> str:
        return self.full_name


class Boundary(TenantModel):
    """One row is the outline of one region during one span of validity, as the tenant took it in.

    `wkb` is a (multi)polygon in WGS84 (EPSG:4326). Unique by (tenant, level, region_code, valid_from). 10 to 60 rows a
    tenant and version. A new version closes the rows of the old one. Holds no personal data.
    """

    level = models.CharField("단계", max_length=12, choices=RegionLevel, default=RegionLevel.DONG)
    region_code = models.CharField("지역 코드", max_length=10)
    name = models.CharField("이름", max_length=60)
    wkb = models.BinaryField("경계")
    valid_from = models.DateField("적용 시작일")
    valid_until = models.DateField("적용 종료일", null=True, blank=True)
    source = models.CharField("출처", max_length=120, blank=True)

    class Meta:
        verbose_name = "경계"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "level", "region_code", "valid_from"], name="boundary_once"),
            valid_span("boundary_span"),
        ]

    def __str__(self) -> str:
        return self.name


class Building(TenantModel):
    """One row is one building of the tenant's gazetteer, by which addresses become places.

    `building_no` is the number of its source (건물관리번호, 25 digits, in 도로명주소 files) and unique in the tenant. `road_key`
    and `lot_key` are the forms of `kernel.addresses` and not unique: an estate has many buildings on one lot.
    `h3` is the H3 cell of resolution 9 (about 0.1 km²) as a signed integer. 10,000 to 60,000 rows a 구.
    Holds no personal data: a building is not a person.

    Source: 도로명주소 DB (주소정보누리집), or a table of the same columns.
    """

    building_no = models.CharField("건물관리번호", max_length=30)
    sgg_name = models.CharField("시·군·구", max_length=40, blank=True)
    road_name = models.CharField("도로명", max_length=80, blank=True)
    road_no = models.CharField("건물번호", max_length=20, blank=True)
    legal_dong = models.CharField("법정동", max_length=40, blank=True)
    legal_ri = models.CharField("법정리", max_length=40, blank=True)
    legal_dong_code = models.CharField("법정동 코드", max_length=10, blank=True)
    lot_no = models.CharField("지번", max_length=20, blank=True)
    name = models.CharField("건물 이름", max_length=100, blank=True)
    postcode = models.CharField("우편번호", max_length=5, blank=True)
    dong_code = models.CharField("행정동 코드", max_length=10, blank=True)
    road_key = models.CharField("도로명 열쇠", max_length=120, blank=True)
    lot_key = models.CharField("지번 열쇠", max_length=120, blank=True)
    lon = models.FloatField("경도", null=True, blank=True)
    lat = models.FloatField("위도", null=True, blank=True)
    h3 = models.BigIntegerField("H3 칸", null=True, blank=True)

    class Meta:
        verbose_name = "건물"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "building_no"], name="building_once"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True, h3__isnull=True)
                | Q(lon__isnull=False, lat__isnull=False, h3__isnull=False),
                name="building_point_whole",
            ),
            models.CheckConstraint(condition=~Q(road_key="") | ~Q(lot_key=""), name="building_has_address"),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "road_key"], name="building_road"),
            models.Index(fields=["tenant_id", "lot_key"], name="building_lot"),
            models.Index(fields=["tenant_id", "road_name"], name="building_road_name"),
            models.Index(fields=["tenant_id", "legal_dong"], name="building_legal_dong"),
            models.Index(fields=["tenant_id", "h3"], name="building_h3"),
        ]

    def __str__(self) -> str:
        return f"{self.road_name} {self.road_no}".strip() or f"{self.legal_dong} {self.lot_no}".strip()


class Facility(TenantModel):
    """One row is one facility that serves residents: 경로당, 무더위쉼터, 푸드뱅크, 병원 …

    Unique by (tenant, kind, name, address). Some thousands a tenant. Rows without a point stay, because a
    list needs them. Holds no personal data: phone numbers are those of the facility, never of a person.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    kind = models.CharField("종류", max_length=20, choices=FacilityKind)
    name = models.CharField("이름", max_length=120)
    address = models.CharField("주소", max_length=200, blank=True)
    phone = models.CharField("전화", max_length=40, blank=True)
    lon = models.FloatField("경도", null=True, blank=True)
    lat = models.FloatField("위도", null=True, blank=True)
    h3 = models.BigIntegerField("H3 칸", null=True, blank=True)
    dong_code = models.CharField("행정동 코드", max_length=10, blank=True)
    building = TenantForeignKey(
        Building, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="+", verbose_name="건물"
    )
    source = models.CharField("출처", max_length=120, blank=True)

    class Meta:
        verbose_name = "시설"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "kind", "name", "address"], name="facility_once"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True, h3__isnull=True)
                | Q(lon__isnull=False, lat__isnull=False, h3__isnull=False),
                name="facility_point_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "kind", "name"], name="facility_kind"),
            models.Index(fields=["tenant_id", "h3"], name="facility_h3"),
        ]

    def __str__(self) -> str:
        return self.name


class LandShape(TenantModel):
    """One row is one shape of one layer of the land: a parcel (연속지적도), a zone (용도지역·구역), a road, a railway, a stream.

    `layer` is a registered code (`land_layers`); `code` is the PNU of a parcel. `wkb` is WGS84, `west` to `north` its box. A layer is
    replaced as a whole, `as_of` is the date of its data. Not unique: a zone may have many shapes of one name. Zones and
    lines some thousands a 구, parcels 30,000 to 300,000. Holds no personal data: a parcel is named without its owner.

    Source: files the tenant loads (국가공간정보, 브이월드, 토지이음).
    """

    layer = models.CharField("층", max_length=40)
    code = models.CharField("필지 번호", max_length=40, blank=True)
    name = models.CharField("이름", max_length=120, blank=True)
    lot_key = models.CharField("지번 열쇠", max_length=120, blank=True)
    wkb = models.BinaryField("도형")
    west = models.FloatField("서쪽 끝")
    south = models.FloatField("남쪽 끝")
    east = models.FloatField("동쪽 끝")
    north = models.FloatField("북쪽 끝")
    as_of = models.DateField("기준일")
    source = models.CharField("출처", max_length=120, blank=True)

    class Meta:
        verbose_name = "토지 층의 도형"
        constraints = [
            models.CheckConstraint(condition=Q(east__gte=F("west"), north__gte=F("south")), name="landshape_box"),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "layer", "south"], name="landshape_south"),
            models.Index(fields=["tenant_id", "lot_key"], name="landshape_lot", condition=~Q(lot_key="")),
            models.Index(fields=["tenant_id", "code"], name="landshape_code", condition=~Q(code="")),
        ]

    def __str__(self) -> str:
        return f"{self.layer} {self.name}"
