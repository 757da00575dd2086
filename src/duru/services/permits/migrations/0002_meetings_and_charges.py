from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("permits", "0001_register_of_graves"),
    ]

    operations = [
        migrations.CreateModel(
            name="Charge",
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
                ("case_ref", models.CharField(max_length=26, verbose_name="민원")),
                (
                    "kind",
                    models.CharField(
                        choices=[("fee", "수수료"), ("levy", "부담금"), ("deposit", "예치금"), ("tax", "세금")],
                        max_length=12,
                        verbose_name="종류",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="이름")),
                ("amount_won", models.BigIntegerField(verbose_name="금액(원)")),
                ("basis", models.CharField(max_length=120, verbose_name="근거")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="내는 날")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="낸 날")),
                ("set_at", models.DateTimeField(verbose_name="정한 때")),
                ("set_by", models.CharField(max_length=60, verbose_name="정한 이")),
            ],
            options={
                "verbose_name": "수수료·부담금",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "case_ref", "name"), name="charge_once"),
                    models.CheckConstraint(condition=models.Q(("amount_won__gt", 0)), name="charge_is_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
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
                ("case_ref", models.CharField(max_length=26, verbose_name="민원")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("working_council", "민원실무심의회"),
                            ("mediation", "민원조정위원회"),
                            ("joint_consultation", "개발행위 복합민원 일괄협의회"),
                        ],
                        max_length=20,
                        verbose_name="종류",
                    ),
                ),
                ("held_at", models.DateTimeField(verbose_name="여는 때")),
                ("place", models.CharField(max_length=120, verbose_name="곳")),
                ("agenda", models.TextField(max_length=2000, verbose_name="안건")),
                ("departments", models.JSONField(default=list, verbose_name="부르는 부서")),
                ("called_at", models.DateTimeField(verbose_name="알린 때")),
                ("called_by", models.CharField(max_length=60, verbose_name="알린 이")),
                ("attendees", models.TextField(blank=True, max_length=1000, verbose_name="온 사람")),
                ("minutes", models.TextField(blank=True, max_length=8000, verbose_name="회의 내용")),
                ("result", models.TextField(blank=True, max_length=2000, verbose_name="결과")),
                ("written_at", models.DateTimeField(blank=True, null=True, verbose_name="회의록을 적은 때")),
                ("written_by", models.CharField(blank=True, max_length=60, verbose_name="회의록을 적은 이")),
            ],
            options={
                "verbose_name": "회의",
                "indexes": [models.Index(fields=["tenant_id", "case_ref", "held_at"], name="meeting_of_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("held_at__gt", models.F("called_at"))), name="meeting_called_before"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", ""), ("written_at__isnull", True)),
                            models.Q(("written_at__isnull", False), models.Q(("result", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="meeting_minutes_whole",
                    ),
                ],
            },
        ),
        ProtectTenantTables("permits.Meeting", "permits.Charge"),
    ]
