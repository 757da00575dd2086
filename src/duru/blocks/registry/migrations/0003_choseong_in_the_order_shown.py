"""A search by initials reads its few hits in the order they are shown, instead of all people of those initials."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_indexes_no_query_uses")]

    operations = [
        migrations.RemoveIndex(model_name="person", name="person_choseong"),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["tenant_id", "name_choseong", "name", "birth_year"], name="person_choseong"),
        ),
    ]
