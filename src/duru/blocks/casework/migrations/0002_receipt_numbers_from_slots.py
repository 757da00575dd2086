from django.db import migrations, models


class Migration(migrations.Migration):
    """Sixteen rows give out the receipt numbers of a year, so that receipts do not wait for each other."""

    dependencies = [("casework", "0001_cases_tasks_and_clocks")]

    operations = [
        migrations.RemoveConstraint(model_name="receiptcounter", name="receiptcounter_year"),
        migrations.AddField(
            model_name="receiptcounter",
            name="slot",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="칸"),
        ),
        migrations.AlterField(
            model_name="receiptcounter", name="last", field=models.PositiveIntegerField(verbose_name="준 번호의 수")
        ),
        migrations.AddConstraint(
            model_name="receiptcounter",
            constraint=models.UniqueConstraint(fields=("tenant_id", "year", "slot"), name="receiptcounter_slot"),
        ),
        migrations.RunSQL(
            "UPDATE casework_receiptcounter SET last = (last + 15) / 16; "
            "INSERT INTO casework_receiptcounter (tenant_id, year, slot, last) "
            "SELECT tenant_id, year, generate_series(1, 15), last FROM casework_receiptcounter",
            migrations.RunSQL.noop,
        ),
    ]
