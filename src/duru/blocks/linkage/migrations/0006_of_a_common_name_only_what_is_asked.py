"""Of a name that thousands bear only the rows a rule asks for are read; the mentions to be clustered are found without a walk."""

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
        ("linkage", "0005_indexes_the_counter_reads_alone"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="comparedrecord", name="comparedrecord_name"),
        _index("name", "roman_key", "birth_year", "birth_on", "birth_alt_on"),
        _index("day", "roman_key", "month_day", condition=~models.Q(month_day="")),
        _index("house", "roman_key", "building_id", condition=models.Q(building_id__isnull=False)),
        _index("dong", "roman_key", "dong_code", condition=~models.Q(dong_code="")),
        migrations.AddIndex(
            model_name="comparedrecord",
            index=models.Index(
                fields=["tenant_id", "id"],
                name="comparedrecord_rest",
                condition=models.Q(is_register=False, anchor_id__isnull=True),
            ),
        ),
    ]
