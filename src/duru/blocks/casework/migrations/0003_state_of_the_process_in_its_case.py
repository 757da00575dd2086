from django.db import migrations, models


class Migration(migrations.Migration):
    """Where a process stands is a column of its case, so that one statement locks the case and reads all a deed needs."""

    dependencies = [("casework", "0002_receipt_numbers_from_slots")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="dump",
            field=models.BinaryField(editable=False, null=True, verbose_name="진행 상태"),
        ),
        migrations.RunSQL(
            "UPDATE casework_case c SET dump = e.dump FROM casework_enginestate e WHERE e.case_id = c.id",
            "INSERT INTO casework_enginestate (tenant_id, case_id, dump) "
            "SELECT tenant_id, id, dump FROM casework_case WHERE dump IS NOT NULL",
        ),
        migrations.DeleteModel(name="EngineState"),
        # UNIQUE (tenant, case, number) begins alike.
        migrations.RemoveIndex(model_name="task", name="task_of_case"),
    ]
