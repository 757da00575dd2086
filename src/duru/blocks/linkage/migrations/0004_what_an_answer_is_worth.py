"""What an answer is worth is kept, so that the next pair is one look into an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_records_without_indexes_no_query_uses"),
        ("linkage", "0003_compared_records_and_counts"),
        ("registry", "0002_indexes_no_query_uses"),
    ]

    operations = [
        migrations.AddField(
            model_name="link",
            name="worth",
            field=models.FloatField(db_default=0.0, default=0.0, verbose_name="답의 값어치"),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(
                condition=models.Q(("band", "review")), fields=["tenant_id", "-worth"], name="link_worth"
            ),
        ),
    ]
