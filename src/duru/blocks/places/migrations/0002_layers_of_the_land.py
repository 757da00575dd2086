"""Layers of the land (parcels, zones, roads, streams), behind the tenant wall."""

from django.db import migrations, models

import duru.blocks.tenancy.models
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("places", "0001_tables_of_places")]

    operations = [
        migrations.CreateModel(
            name="LandShape",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("layer", models.CharField(max_length=40, verbose_name="층")),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="필지 번호")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="이름")),
                ("lot_key", models.CharField(blank=True, max_length=120, verbose_name="지번 열쇠")),
                ("wkb", models.BinaryField(verbose_name="도형")),
                ("west", models.FloatField(verbose_name="서쪽 끝")),
                ("south", models.FloatField(verbose_name="남쪽 끝")),
                ("east", models.FloatField(verbose_name="동쪽 끝")),
                ("north", models.FloatField(verbose_name="북쪽 끝")),
                ("as_of", models.DateField(verbose_name="기준일")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="출처")),
            ],
            options={
                "verbose_name": "토지 층의 도형",
                "indexes": [
                    models.Index(fields=["tenant_id", "layer", "south"], name="landshape_south"),
                    models.Index(
                        condition=models.Q(("lot_key", ""), _negated=True),
                        fields=["tenant_id", "lot_key"],
                        name="landshape_lot",
                    ),
                    models.Index(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=["tenant_id", "code"],
                        name="landshape_code",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("east__gte", models.F("west")), ("north__gte", models.F("south"))),
                        name="landshape_box",
                    )
                ],
            },
        ),
        ProtectTenantTables("places.LandShape"),
    ]
