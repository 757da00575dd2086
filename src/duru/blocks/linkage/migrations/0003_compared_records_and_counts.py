"""What the database links with by itself: the counts of the last full run and the columns records are compared by."""

from django.db import migrations, models

import duru.blocks.tenancy.models
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("linkage", "0002_review_answers_samples_and_models"),
    ]

    operations = [
        migrations.AddField(
            model_name="linkrun",
            name="compared_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="견줄 준비"),
        ),
        migrations.AddField(
            model_name="linkrun",
            name="kind",
            field=models.CharField(
                choices=[("full", "모두 새로"), ("update", "바뀐 것만")],
                default="full",
                max_length=6,
                verbose_name="범위",
            ),
        ),
        migrations.CreateModel(
            name="ComparedRecord",
            fields=[
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("is_register", models.BooleanField(verbose_name="주민등록 자료")),
                ("anchor_id", models.BigIntegerField(null=True, verbose_name="주민")),
                ("name_jamo", models.TextField()),
                ("surname", models.TextField()),
                ("given", models.TextField()),
                ("roman_key", models.TextField()),
                ("is_roman", models.BooleanField()),
                ("birth_on", models.DateField(null=True)),
                ("birth_alt_on", models.DateField(null=True)),
                ("birth_year", models.IntegerField(null=True)),
                ("birth_text", models.CharField(max_length=8)),
                ("month_day", models.CharField(max_length=4)),
                ("sex", models.CharField(max_length=1)),
                ("phone", models.CharField(max_length=20)),
                ("building_id", models.BigIntegerField(null=True)),
                ("unit", models.CharField(max_length=60)),
                ("is_small", models.BooleanField()),
                ("dong_code", models.CharField(max_length=10)),
            ],
            options={
                "verbose_name": "견줄 기록",
                "indexes": [
                    models.Index(
                        condition=models.Q(("phone", ""), _negated=True),
                        fields=["tenant_id", "is_register", "phone"],
                        name="comparedrecord_phone",
                    ),
                    models.Index(
                        fields=[
                            "tenant_id",
                            "is_register",
                            "roman_key",
                            "birth_year",
                            "birth_on",
                            "birth_alt_on",
                            "month_day",
                            "building_id",
                            "dong_code",
                        ],
                        name="comparedrecord_name",
                    ),
                    models.Index(
                        condition=models.Q(("birth_on__isnull", False)),
                        fields=["tenant_id", "is_register", "birth_on", "surname", "given", "building_id"],
                        name="comparedrecord_birth",
                    ),
                    models.Index(
                        condition=models.Q(("building_id__isnull", False)),
                        fields=["tenant_id", "is_register", "building_id", "unit", "surname", "birth_year"],
                        name="comparedrecord_house",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountedValue",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("name", "이름"),
                            ("roman", "로마자 열쇠"),
                            ("phone", "여럿이 쓰는 전화"),
                            ("unit", "여럿이 사는 집"),
                            ("small", "작은 건물"),
                        ],
                        max_length=6,
                        verbose_name="종류",
                    ),
                ),
                ("value", models.CharField(max_length=400, verbose_name="값")),
                ("n", models.IntegerField(default=0, verbose_name="셈")),
            ],
            options={
                "verbose_name": "센 값",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "kind", "value"), name="countedvalue_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["name", "roman", "phone", "unit", "small"])),
                        name="countedvalue_kind_known",
                    ),
                ],
            },
        ),
        ProtectTenantTables("linkage.CountedValue", "linkage.ComparedRecord"),
    ]
