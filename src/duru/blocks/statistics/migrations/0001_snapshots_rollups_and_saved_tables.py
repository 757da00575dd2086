"""Snapshots of months, questions answered from them, and tables people keep."""

import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0003_emergency_openings_and_health_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rollup",
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
                ("question", models.JSONField(verbose_name="물음")),
                ("question_hash", models.CharField(max_length=32)),
                ("sources", models.JSONField(default=list, verbose_name="쓴 자료")),
                ("sources_hash", models.CharField(max_length=32)),
                ("subject", models.CharField(max_length=40, verbose_name="무엇")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "셈하는 중"), ("done", "셈함"), ("failed", "셈하지 못함")],
                        default="waiting",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("cells", models.JSONField(default=list, verbose_name="칸")),
                ("asked_at", models.DateTimeField(verbose_name="물은 시각")),
                ("computed_at", models.DateTimeField(blank=True, null=True, verbose_name="셈한 시각")),
                ("seconds", models.FloatField(blank=True, null=True, verbose_name="걸린 시간(초)")),
                ("mask", models.JSONField(default=list, verbose_name="가린 칸")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="밖에 보인 시각")),
            ],
            options={
                "verbose_name": "셈한 표",
                "indexes": [
                    models.Index(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=["tenant_id", "sources_hash"],
                        name="rollup_published",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "question_hash", "sources_hash"), name="rollup_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "done", "failed"])), name="rollup_state_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedTable",
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
                ("title", models.CharField(max_length=80, verbose_name="이름")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="설명")),
                ("question", models.JSONField(verbose_name="물음")),
                ("n_months", models.PositiveSmallIntegerField(default=0, verbose_name="달 수(0은 정한 달)")),
                ("chart", models.CharField(blank=True, default="hbar", max_length=10, verbose_name="그림")),
                ("is_shared", models.BooleanField(default=False, verbose_name="함께 보기")),
                (
                    "mail",
                    models.CharField(
                        choices=[("never", "보내지 않음"), ("monthly", "매월(월말 자료가 생기면)")],
                        default="never",
                        max_length=10,
                        verbose_name="전자우편",
                    ),
                ),
                ("mailed_month", models.DateField(blank=True, null=True, verbose_name="보낸 달")),
                ("at", models.DateTimeField(verbose_name="만든 시각")),
                (
                    "by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="만든 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "만든 통계표",
                "indexes": [models.Index(fields=["tenant_id", "by"], name="savedtable_of_maker")],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
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
                ("month_on", models.DateField(verbose_name="달")),
                ("version", models.PositiveSmallIntegerField(verbose_name="판")),
                ("read_at", models.DateTimeField(verbose_name="읽은 시각")),
                ("seconds", models.FloatField(verbose_name="걸린 시간(초)")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="까닭")),
                ("manifest", models.JSONField(default=dict, verbose_name="목록")),
                (
                    "by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="만든 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "월말 자료",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "month_on", "version"), name="snapshot_version_once"),
                    models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="snapshot_version_from_one"),
                    models.CheckConstraint(condition=models.Q(("month_on__day", 1)), name="snapshot_month_first_day"),
                ],
            },
        ),
        ProtectTenantTables("statistics.Snapshot", "statistics.Rollup", "statistics.SavedTable"),
    ]
