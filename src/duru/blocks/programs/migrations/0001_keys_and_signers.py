"""Keys of agencies' programs, and what receipts are signed with."""

import django.contrib.postgres.fields
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
            name="ReceiptSigner",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("name", models.CharField(max_length=16, verbose_name="이름")),
                ("public_key", models.BinaryField(max_length=32, verbose_name="공개 열쇠")),
                ("since_at", models.DateTimeField(verbose_name="쓰기 시작한 시각")),
            ],
            options={
                "verbose_name": "영수증 서명 열쇠",
                "constraints": [models.UniqueConstraint(fields=("tenant_id", "name"), name="receiptsigner_once")],
            },
        ),
        migrations.CreateModel(
            name="ProgramKey",
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
                ("label", models.CharField(max_length=60, verbose_name="어느 프로그램")),
                ("handle", models.CharField(max_length=10, verbose_name="열쇠 이름")),
                ("digest", models.BinaryField(max_length=32, verbose_name="열쇠 해시")),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("lookup", "이용자 찾기"),
                                ("check", "주기 전 확인"),
                                ("handout", "나눔 적기"),
                                ("consent", "동의 적기·거두기"),
                                ("events", "우리 기관에 생긴 일 받기"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                        verbose_name="쓸 곳",
                    ),
                ),
                ("limit_a_minute", models.PositiveIntegerField(default=60, verbose_name="1분에 몇 번까지")),
                ("issued_at", models.DateTimeField(verbose_name="발급 시각")),
                ("expires_at", models.DateTimeField(verbose_name="만료")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="회수 시각")),
                ("minute_at", models.DateTimeField(blank=True, null=True, verbose_name="세는 분")),
                ("n_in_minute", models.PositiveIntegerField(default=0, verbose_name="그 분에 부른 횟수")),
                ("last_used_on", models.DateField(blank=True, null=True, verbose_name="마지막 쓴 날")),
                (
                    "follows",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.programkey",
                        verbose_name="바꾸기 전 열쇠",
                    ),
                ),
                (
                    "issued_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="발급한 사람",
                    ),
                ),
                (
                    "membership",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="프로그램 소속",
                    ),
                ),
            ],
            options={
                "verbose_name": "연동 열쇠",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "handle"), name="programkey_handle_once"),
                    models.CheckConstraint(condition=models.Q(("scopes__len__gt", 0)), name="programkey_has_scopes"),
                    models.CheckConstraint(
                        condition=models.Q(("limit_a_minute__gte", 1), ("limit_a_minute__lte", 6000)),
                        name="programkey_limit",
                    ),
                ],
            },
        ),
        ProtectTenantTables("programs.ProgramKey", "programs.ReceiptSigner"),
    ]
