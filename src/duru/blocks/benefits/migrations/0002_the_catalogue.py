"""The catalogue: private resources beside public benefits, whose it is, how often, in which unit, and dated amounts."""

from django.db import migrations, models

import duru.blocks.tenancy.models
from duru.blocks.tenancy.migrations_api import ProtectTenantTables

CYCLES = [
    ("monthly", "매월"), ("quarterly", "분기"), ("yearly", "매년"), ("season", "철마다"), ("campaign", "행사 때"),
    ("once", "한 번"), ("as_needed", "그때그때"),
]  # fmt: skip
STATUSES = [("confirmed", "확정"), ("to_check", "확인 필요")]


class Migration(migrations.Migration):
    dependencies = [("benefits", "0001_tables_of_benefits")]

    operations = [
        migrations.AlterModelOptions(name="programme", options={"verbose_name": "급여·자원"}),
        migrations.RenameField(model_name="programme", old_name="per", new_name="unit"),
        migrations.AlterField(
            model_name="programme",
            name="unit",
            field=models.CharField(
                choices=[
                    ("person", "개인"),
                    ("benefit_unit", "보장가구"),
                    ("household", "세대"),
                    ("address", "주소"),
                ],
                max_length=15,
                verbose_name="단위",
            ),
        ),
        migrations.AlterField(
            model_name="programme",
            name="name",
            field=models.CharField(max_length=60, verbose_name="급여·자원"),
        ),
        migrations.AddField(
            model_name="programme",
            name="side",
            field=models.CharField(
                choices=[("public", "공적급여"), ("private", "민간 자원")],
                default="public",
                max_length=10,
                verbose_name="구분",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="kind",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="규칙이 부르는 품목"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="programme",
            name="provider",
            field=models.CharField(blank=True, default="", max_length=80, verbose_name="제공 기관"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="programme",
            name="cycle",
            field=models.CharField(choices=CYCLES, default="as_needed", max_length=10, verbose_name="주기"),
        ),
        migrations.AddField(
            model_name="programme",
            name="campaign",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="행사"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="programme",
            name="value_won",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="한 번의 값(원)"),
        ),
        migrations.AddField(
            model_name="programme",
            name="funding",
            field=models.CharField(
                choices=[
                    ("national", "국비"),
                    ("province", "시·도비"),
                    ("district", "구비"),
                    ("chest", "공동모금회"),
                    ("donation", "후원"),
                    ("own", "자체"),
                    ("unknown", "미상"),
                ],
                default="unknown",
                max_length=10,
                verbose_name="재원",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="source",
            field=models.CharField(default="두루 기본 목록", max_length=200, verbose_name="출처"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="programme",
            name="status",
            field=models.CharField(choices=STATUSES, default="to_check", max_length=10, verbose_name="상태"),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__in", ["person", "benefit_unit", "household", "address"])),
                name="programme_unit_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("value_won__gte", 0)), name="programme_value_not_negative"
            ),
        ),
        migrations.CreateModel(
            name="ProgrammeAmount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("programme", models.CharField(max_length=60, verbose_name="급여·자원")),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="누구에게")),
                ("amount_won", models.BigIntegerField(verbose_name="금액(원)")),
                ("cycle", models.CharField(choices=CYCLES, max_length=10, verbose_name="주기")),
                ("source", models.CharField(max_length=200, verbose_name="출처")),
                ("status", models.CharField(choices=STATUSES, max_length=10, verbose_name="상태")),
                ("effective_from", models.DateField(verbose_name="시행일")),
                ("effective_until", models.DateField(blank=True, null=True, verbose_name="종료일(포함하지 않음)")),
            ],
            options={
                "verbose_name": "급여 금액",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "programme", "label", "effective_from"), name="programmeamount_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("effective_until__gt", models.F("effective_from"))),
                        name="programmeamount_span_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_won__gte", 0)), name="programmeamount_not_negative"
                    ),
                ],
            },
        ),
        ProtectTenantTables("benefits.ProgrammeAmount"),
    ]
