"""Where people live, behind the tenant wall."""

import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_tables_of_places"),
        ("registry", "0004_households_by_dwelling"),
    ]

    operations = [
        migrations.CreateModel(
            name="Home",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "accuracy",
                    models.CharField(
                        choices=[("building", "건물"), ("road", "도로"), ("dong", "동"), ("none", "찾지 못함")],
                        max_length=10,
                        verbose_name="정확도",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_address", "주소가 없음"),
                            ("unknown", "건물 사전에 없는 주소"),
                            ("no_point", "좌표가 없는 건물"),
                        ],
                        max_length=12,
                        verbose_name="놓지 못한 까닭",
                    ),
                ),
                ("lon", models.FloatField(blank=True, null=True, verbose_name="경도")),
                ("lat", models.FloatField(blank=True, null=True, verbose_name="위도")),
                ("cell", models.BigIntegerField(blank=True, null=True, verbose_name="H3 칸")),
                ("dong_code", models.CharField(blank=True, max_length=10, verbose_name="행정동 코드")),
                (
                    "building",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.building",
                        verbose_name="건물",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "집 위치",
                "indexes": [
                    models.Index(fields=["tenant_id", "cell"], include=("lon", "lat", "person"), name="home_cell"),
                    models.Index(
                        condition=models.Q(("accuracy", "none")), fields=["tenant_id", "why"], name="home_unplaced"
                    ),
                    models.Index(fields=["tenant_id", "building"], name="home_building"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "person"), name="home_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accuracy", "none"),
                                ("cell", None),
                                ("lat", None),
                                ("lon", None),
                                models.Q(("why", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("accuracy", "none"), _negated=True),
                                ("cell__isnull", False),
                                ("lat__isnull", False),
                                ("lon__isnull", False),
                                ("why", ""),
                            ),
                            _connector="OR",
                        ),
                        name="home_point_or_reason",
                    ),
                ],
            },
        ),
        ProtectTenantTables("maps.Home"),
    ]
