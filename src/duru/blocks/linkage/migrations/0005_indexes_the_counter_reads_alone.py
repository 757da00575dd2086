"""Indexes that answer a blocking rule by themselves, and one that leads to the last full run."""

from django.db import migrations, models


def _index(name, *fields, condition=None):
    return migrations.AddIndex(
        model_name="comparedrecord",
        index=models.Index(
            fields=["tenant_id", "is_register", *fields],
            include=["id"],
            name=f"comparedrecord_{name}",
            condition=condition,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("linkage", "0004_what_an_answer_is_worth"),
    ]

    operations = [
        *(
            migrations.RemoveIndex(model_name="comparedrecord", name=f"comparedrecord_{name}")
            for name in ("phone", "name", "birth", "house")
        ),
        _index("phone", "phone", condition=~models.Q(phone="")),
        _index("name", "roman_key", "birth_year", "birth_on", "birth_alt_on", "month_day", "building_id", "dong_code"),
        _index("birth", "birth_on", "surname", "given", "building_id", condition=models.Q(birth_on__isnull=False)),
        _index("unit", "building_id", "unit", condition=models.Q(building_id__isnull=False) & ~models.Q(unit="")),
        _index("family", "building_id", "surname", "birth_year", condition=models.Q(building_id__isnull=False)),
        migrations.AddIndex(
            model_name="linkrun",
            index=models.Index(
                fields=["tenant_id", "-id"],
                name="linkrun_last_full",
                condition=models.Q(state="done", kind="full"),
            ),
        ),
    ]
