from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [("tenancy", "0001_tenants_and_handled_events")]

    operations = [
        migrations.CreateModel(
            name="Grave",
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
                ("case_ref", models.CharField(blank=True, max_length=26, verbose_name="민원")),
                ("kind", models.CharField(max_length=40, verbose_name="시설 종류")),
                ("lot", models.CharField(max_length=100, verbose_name="토지 지번")),
                (
                    "area_m2",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="면적(㎡)"
                    ),
                ),
                ("deceased_name", models.CharField(max_length=60, verbose_name="모신 분")),
                ("buried_on", models.DateField(verbose_name="매장한 날")),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="합장한 날")),
                ("keeper_name", models.CharField(max_length=60, verbose_name="연고자")),
                ("keeper_phone", models.CharField(blank=True, max_length=20, verbose_name="연고자 전화")),
                ("extended_years", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="연장한 해")),
                ("ends_on", models.DateField(verbose_name="설치기간이 끝난 다음 날")),
                ("removed_on", models.DateField(blank=True, null=True, verbose_name="정리한 날")),
                ("entered_at", models.DateTimeField(verbose_name="적은 시각")),
            ],
            options={
                "verbose_name": "분묘",
                "indexes": [
                    models.Index(
                        condition=models.Q(("removed_on__isnull", True)),
                        fields=["tenant_id", "ends_on", "id"],
                        name="grave_ends",
                    ),
                    models.Index(
                        condition=models.Q(("case_ref", ""), _negated=True),
                        fields=["tenant_id", "case_ref"],
                        name="grave_of_case",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("joined_on__isnull", True), ("joined_on__gte", models.F("buried_on")), _connector="OR"
                        ),
                        name="grave_joined_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("buried_on"))), name="grave_ends_after"
                    ),
                ],
            },
        ),
        ProtectTenantTables("permits.Grave"),
    ]
