"""Who shares a dwelling is asked at every check before something is given."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_choseong_in_the_order_shown")]

    operations = [
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["tenant_id", "building", "unit"], name="household_dwelling"),
        ),
    ]
