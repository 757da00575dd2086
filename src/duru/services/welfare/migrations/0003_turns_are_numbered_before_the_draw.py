"""A list of turns is numbered and its seed announced before anything is drawn."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("welfare", "0002_giving_lists_turns_and_counting_rules")]

    operations = [
        migrations.RemoveConstraint(model_name="nextturn", name="nextturn_seed_with_draw"),
        migrations.AddField(
            model_name="nextturn",
            name="seed_source",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="씨앗을 정하는 방법"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="nextturn",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("order", "draw"), models.Q(("seed_source", ""), _negated=True)))
                | models.Q(models.Q(("order", "draw"), _negated=True), ("seed", ""), ("seed_source", "")),
                name="nextturn_source_with_draw",
            ),
        ),
        migrations.RemoveConstraint(model_name="turnentry", name="turnentry_place_once"),
        migrations.AddField(
            model_name="turnentry",
            name="number",
            field=models.PositiveIntegerField(default=0, verbose_name="번호"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="turnentry",
            name="place",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="차례"),
        ),
        migrations.AlterField(
            model_name="turnentry",
            name="decision",
            field=models.CharField(
                blank=True,
                choices=[("given", "드림"), ("passed_over", "건너뜀"), ("put_off", "미룸")],
                max_length=12,
                verbose_name="결정",
            ),
        ),
        migrations.AddConstraint(
            model_name="turnentry",
            constraint=models.UniqueConstraint(fields=("tenant_id", "turn", "number"), name="turnentry_number_once"),
        ),
    ]
