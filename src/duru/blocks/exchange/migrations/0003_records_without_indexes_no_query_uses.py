"""A record is found through its mention, which begins with the organisation; by building nobody asks: two indexes less."""

import django.db.models.deletion
from django.db import migrations

import duru.blocks.tenancy.models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_users_and_organisations"),
        ("exchange", "0002_rows_of_ten_million"),
        ("places", "0001_tables_of_places"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sourcerecord",
            name="building",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="places.building",
                verbose_name="건물",
            ),
        ),
        migrations.AlterField(
            model_name="sourcerecord",
            name="organisation",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.organisation",
                verbose_name="기관",
            ),
        ),
    ]
