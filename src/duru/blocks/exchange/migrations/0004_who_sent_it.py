"""Whoever sent a file for an agency sees its rows; others see them masked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_records_without_indexes_no_query_uses")]

    operations = [
        migrations.AddField(
            model_name="intake",
            name="uploader_id",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="올린 소속"),
        ),
    ]
