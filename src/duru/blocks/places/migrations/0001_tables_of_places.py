"""Regions, boundaries, the gazetteer of buildings and facilities, behind the tenant wall."""

import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [("tenancy", "__first__")]

    operations = [
        migrations.CreateModel(
            name="Boundary",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("sido", "시·도"),
                            ("sgg", "시·군·구"),
                            ("dong", "행정동"),
                            ("legal_dong", "법정동"),
                            ("legal_ri", "법정리"),
                        ],
                        default="dong",
                        max_length=12,
                        verbose_name="단계",
                    ),
                ),
                ("region_code", models.CharField(max_length=10, verbose_name="지역 코드")),
                ("name", models.CharField(max_length=60, verbose_name="이름")),
                ("wkb", models.BinaryField(verbose_name="경계")),
                ("valid_from", models.DateField(verbose_name="적용 시작일")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="적용 종료일")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="출처")),
            ],
            options={
                "verbose_name": "경계",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "level", "region_code", "valid_from"), name="boundary_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="boundary_span",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Building",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("building_no", models.CharField(max_length=30, verbose_name="건물관리번호")),
                ("sgg_name", models.CharField(blank=True, max_length=40, verbose_name="시·군·구")),
                ("road_name", models.CharField(blank=True, max_length=80, verbose_name="도로명")),
                ("road_no", models.CharField(blank=True, max_length=20, verbose_name="건물번호")),
                ("legal_dong", models.CharField(blank=True, max_length=40, verbose_name="법정동")),
                ("legal_ri", models.CharField(blank=True, max_length=40, verbose_name="법정리")),
                ("legal_dong_code", models.CharField(blank=True, max_length=10, verbose_name="법정동 코드")),
                ("lot_no", models.CharField(blank=True, max_length=20, verbose_name="지번")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="건물 이름")),
                ("postcode", models.CharField(blank=True, max_length=5, verbose_name="우편번호")),
                ("dong_code", models.CharField(blank=True, max_length=10, verbose_name="행정동 코드")),
                ("road_key", models.CharField(blank=True, max_length=120, verbose_name="도로명 열쇠")),
                ("lot_key", models.CharField(blank=True, max_length=120, verbose_name="지번 열쇠")),
                ("lon", models.FloatField(blank=True, null=True, verbose_name="경도")),
                ("lat", models.FloatField(blank=True, null=True, verbose_name="위도")),
                ("h3", models.BigIntegerField(blank=True, null=True, verbose_name="H3 칸")),
            ],
            options={
                "verbose_name": "건물",
                "indexes": [
                    models.Index(fields=["tenant_id", "road_key"], name="building_road"),
                    models.Index(fields=["tenant_id", "lot_key"], name="building_lot"),
                    models.Index(fields=["tenant_id", "road_name"], name="building_road_name"),
                    models.Index(fields=["tenant_id", "legal_dong"], name="building_legal_dong"),
                    models.Index(fields=["tenant_id", "h3"], name="building_h3"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "building_no"), name="building_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("h3__isnull", True), ("lat__isnull", True), ("lon__isnull", True)),
                            models.Q(("h3__isnull", False), ("lat__isnull", False), ("lon__isnull", False)),
                            _connector="OR",
                        ),
                        name="building_point_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("road_key", ""), _negated=True),
                            models.Q(("lot_key", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="building_has_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10, verbose_name="코드")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("sido", "시·도"),
                            ("sgg", "시·군·구"),
                            ("dong", "행정동"),
                            ("legal_dong", "법정동"),
                            ("legal_ri", "법정리"),
                        ],
                        max_length=12,
                        verbose_name="단계",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="이름")),
                ("full_name", models.CharField(max_length=120, verbose_name="전체 이름")),
                ("parent_code", models.CharField(blank=True, max_length=10, verbose_name="상위 코드")),
                ("valid_from", models.DateField(verbose_name="생성일")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="말소일")),
            ],
            options={
                "verbose_name": "지역",
                "indexes": [models.Index(fields=["parent_code", "level"], name="region_parent")],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "level", "valid_from"), name="region_once"),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9]{10}$")), name="region_code_is_ten_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="region_span",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Facility",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "public_id",
                    models.CharField(default=duru.kernel.ids.new_public_id, editable=False, max_length=26, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("senior_centre", "경로당"),
                            ("welfare_centre", "복지시설"),
                            ("child_centre", "아동 돌봄"),
                            ("food_bank", "푸드뱅크"),
                            ("free_meal", "무료급식"),
                            ("cooling_shelter", "무더위쉼터"),
                            ("warming_shelter", "한파쉼터"),
                            ("earthquake_shelter", "지진 대피소"),
                            ("hospital", "병·의원"),
                            ("emergency_room", "응급의료기관"),
                            ("pharmacy", "약국"),
                            ("dementia_centre", "치매안심센터"),
                            ("fire_station", "소방서"),
                            ("school", "학교"),
                            ("market", "전통시장"),
                            ("dong_office", "동 주민센터"),
                            ("other", "기타"),
                        ],
                        max_length=20,
                        verbose_name="종류",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="이름")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="주소")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="전화")),
                ("lon", models.FloatField(blank=True, null=True, verbose_name="경도")),
                ("lat", models.FloatField(blank=True, null=True, verbose_name="위도")),
                ("h3", models.BigIntegerField(blank=True, null=True, verbose_name="H3 칸")),
                ("dong_code", models.CharField(blank=True, max_length=10, verbose_name="행정동 코드")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="출처")),
                (
                    "building",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.building",
                        verbose_name="건물",
                    ),
                ),
            ],
            options={
                "verbose_name": "시설",
                "indexes": [
                    models.Index(fields=["tenant_id", "kind", "name"], name="facility_kind"),
                    models.Index(fields=["tenant_id", "h3"], name="facility_h3"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "kind", "name", "address"), name="facility_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("h3__isnull", True), ("lat__isnull", True), ("lon__isnull", True)),
                            models.Q(("h3__isnull", False), ("lat__isnull", False), ("lon__isnull", False)),
                            _connector="OR",
                        ),
                        name="facility_point_whole",
                    ),
                ],
            },
        ),
        ProtectTenantTables("places.Building", "places.Boundary", "places.Facility"),
    ]
