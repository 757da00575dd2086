"""Emergencies, their call sheets, key-holders and offline copies, behind the tenant wall."""

import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0003_emergency_openings_and_health_roles"),
        ("registry", "0004_households_by_dwelling"),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
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
                    "hazard",
                    models.CharField(
                        choices=[("fire", "화재"), ("blackout", "정전"), ("flood", "침수"), ("cold", "한파")],
                        max_length=10,
                        verbose_name="종류",
                    ),
                ),
                ("is_drill", models.BooleanField(default=False, verbose_name="훈련")),
                ("label", models.CharField(max_length=120, verbose_name="구역")),
                ("note", models.CharField(max_length=200, verbose_name="무슨 일")),
                ("wkb", models.BinaryField(verbose_name="구역 모양")),
                ("n_inside", models.PositiveIntegerField(verbose_name="안에 사는 사람")),
                ("opened_at", models.DateTimeField(verbose_name="연 시각")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="끝난 시각")),
                (
                    "opened_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="연 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "긴급 상황",
                "indexes": [models.Index(fields=["tenant_id", "-opened_at"], name="incident_by_time")],
            },
        ),
        migrations.CreateModel(
            name="CallLine",
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
                ("lon", models.FloatField(verbose_name="경도")),
                ("lat", models.FloatField(verbose_name="위도")),
                ("points", models.PositiveSmallIntegerField(verbose_name="점수")),
                ("reasons", models.JSONField(default=list, verbose_name="까닭")),
                ("is_called", models.BooleanField(verbose_name="부를 사람")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "아직"),
                            ("safe", "안전 확인"),
                            ("moved", "대피함"),
                            ("help", "구조 요청"),
                            ("no_answer", "연락 안 됨"),
                            ("not_there", "집에 없음"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("state_at", models.DateTimeField(blank=True, null=True, verbose_name="확인 시각")),
                ("state_by", models.CharField(blank=True, max_length=40, verbose_name="확인한 사람")),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="메모")),
                (
                    "person",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.person",
                        verbose_name="사람",
                    ),
                ),
                (
                    "incident",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="emergency.incident",
                        verbose_name="긴급 상황",
                    ),
                ),
            ],
            options={
                "verbose_name": "연락 줄",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "incident", "person"), name="callline_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state", "waiting"), ("state_at__isnull", False), _connector="OR"),
                        name="callline_state_has_time",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["tenant_id", "incident", "-is_called", "-points"], name="callline_sheet"),
                    models.Index(fields=["tenant_id", "person"], name="callline_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyHolder",
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
                ("name", models.CharField(max_length=40, verbose_name="성명")),
                ("relation", models.CharField(max_length=20, verbose_name="관계")),
                ("phone", models.CharField(max_length=20, verbose_name="전화")),
                ("written_at", models.DateTimeField(auto_now=True, verbose_name="적은 시각")),
                (
                    "person",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.person",
                        verbose_name="사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "열쇠 맡은 사람",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "person", "phone"), name="keyholder_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OfflineCopy",
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
                ("made_at", models.DateTimeField(verbose_name="만든 시각")),
                ("until_at", models.DateTimeField(verbose_name="열리는 마지막 시각")),
                ("n_lines", models.PositiveIntegerField(verbose_name="사람")),
                ("token_hash", models.BinaryField(max_length=32)),
                ("synced_at", models.DateTimeField(blank=True, null=True, verbose_name="마지막으로 보낸 시각")),
                (
                    "incident",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="emergency.incident",
                        verbose_name="긴급 상황",
                    ),
                ),
                (
                    "made_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="만든 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "오프라인 사본",
            },
        ),
        migrations.CreateModel(
            name="CallCheck",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("check_id", models.CharField(max_length=40, verbose_name="표시 번호")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "아직"),
                            ("safe", "안전 확인"),
                            ("moved", "대피함"),
                            ("help", "구조 요청"),
                            ("no_answer", "연락 안 됨"),
                            ("not_there", "집에 없음"),
                        ],
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="메모")),
                ("at", models.DateTimeField(db_column="checked_at", verbose_name="시각")),
                ("by_name", models.CharField(max_length=40, verbose_name="누가")),
                ("received_at", models.DateTimeField(auto_now_add=True, verbose_name="받은 시각")),
                (
                    "line",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="emergency.callline",
                        verbose_name="연락 줄",
                    ),
                ),
                (
                    "copy",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="emergency.offlinecopy",
                        verbose_name="오프라인 사본",
                    ),
                ),
            ],
            options={
                "verbose_name": "연락 표시",
                "constraints": [models.UniqueConstraint(fields=("tenant_id", "check_id"), name="callcheck_once")],
            },
        ),
        ProtectTenantTables(
            "emergency.Incident",
            "emergency.CallLine",
            "emergency.OfflineCopy",
            "emergency.CallCheck",
            "emergency.KeyHolder",
        ),
    ]
