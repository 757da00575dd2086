import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_users_and_organisations"),
        ("exchange", "0001_tables_of_exchange"),
    ]

    operations = [
        migrations.CreateModel(
            name="CategoryWord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("item", "품목·욕구의 분류"), ("kind", "세부 품목"), ("campaign", "캠페인")],
                        max_length=10,
                        verbose_name="쓰임",
                    ),
                ),
                ("word", models.CharField(max_length=40, verbose_name="낱말")),
                ("meaning", models.CharField(max_length=40, verbose_name="뜻")),
                ("source", models.CharField(max_length=200, verbose_name="출처")),
                ("effective_from", models.DateField(verbose_name="시행일")),
                ("effective_until", models.DateField(blank=True, null=True, verbose_name="종료일(포함하지 않음)")),
            ],
            options={
                "verbose_name": "분류 낱말",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "purpose", "word", "effective_from"), name="categoryword_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("effective_until__gt", models.F("effective_from"))),
                        name="categoryword_span_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("name", models.CharField(max_length=60, verbose_name="급여")),
                ("aliases", models.TextField(blank=True, verbose_name="다른 표기")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("food", "식품"),
                            ("living_cash", "생계(현금)"),
                            ("housing", "주거"),
                            ("fuel", "연료"),
                            ("medical", "의료"),
                            ("care", "돌봄"),
                            ("education", "교육"),
                            ("clothing", "의류"),
                            ("appliance", "가전"),
                            ("emotional", "정서"),
                            ("leisure", "여가"),
                            ("legal", "법률"),
                            ("goods", "생필품"),
                            ("other", "기타"),
                        ],
                        max_length=12,
                        verbose_name="분류",
                    ),
                ),
                (
                    "per",
                    models.CharField(
                        choices=[("person", "개인"), ("household", "가구")],
                        max_length=10,
                        verbose_name="단위(개인·가구)",
                    ),
                ),
                ("pays_on", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="지급일")),
                ("basis", models.CharField(max_length=200, verbose_name="근거")),
                ("effective_from", models.DateField(verbose_name="시행일")),
                ("effective_until", models.DateField(blank=True, null=True, verbose_name="종료일(포함하지 않음)")),
            ],
            options={
                "verbose_name": "급여 종류",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "name", "effective_from"), name="programme_once"),
                    models.CheckConstraint(
                        condition=models.Q(("effective_until__gt", models.F("effective_from"))),
                        name="programme_span_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("row_id", models.BigIntegerField(blank=True, null=True, verbose_name="원본 행")),
                ("programme", models.CharField(max_length=60, verbose_name="급여 종류")),
                ("programme_typed", models.CharField(blank=True, max_length=120, verbose_name="급여 종류(원문)")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("food", "식품"),
                            ("living_cash", "생계(현금)"),
                            ("housing", "주거"),
                            ("fuel", "연료"),
                            ("medical", "의료"),
                            ("care", "돌봄"),
                            ("education", "교육"),
                            ("clothing", "의류"),
                            ("appliance", "가전"),
                            ("emotional", "정서"),
                            ("leisure", "여가"),
                            ("legal", "법률"),
                            ("goods", "생필품"),
                            ("other", "기타"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="분류",
                    ),
                ),
                (
                    "per",
                    models.CharField(
                        choices=[("person", "개인"), ("household", "가구")],
                        default="person",
                        max_length=10,
                        verbose_name="단위(개인·가구)",
                    ),
                ),
                ("amount_won", models.BigIntegerField(blank=True, null=True, verbose_name="월 금액(원)")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="결정일")),
                ("from_on", models.DateField(verbose_name="개시일")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="종료일(포함하지 않음)")),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "지급 중"), ("suspended", "지급 정지"), ("ended", "종료")],
                        default="active",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("pays_on", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="지급일")),
                (
                    "organisation",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                        verbose_name="기관",
                    ),
                ),
                (
                    "record",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="exchange.sourcerecord",
                        verbose_name="대상",
                    ),
                ),
            ],
            options={
                "verbose_name": "공적급여",
                "indexes": [models.Index(fields=["tenant_id", "record"], name="grant_record")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "row_id"), name="grant_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_won__gte", 0)), name="grant_amount_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="grant_span_forward"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pays_on__gte", 1), ("pays_on__lte", 31)), name="grant_pay_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                [
                                    "food",
                                    "living_cash",
                                    "housing",
                                    "fuel",
                                    "medical",
                                    "care",
                                    "education",
                                    "clothing",
                                    "appliance",
                                    "emotional",
                                    "leisure",
                                    "legal",
                                    "goods",
                                    "other",
                                ],
                            )
                        ),
                        name="grant_category_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("per__in", ["person", "household"])), name="grant_per_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["active", "suspended", "ended"])), name="grant_state_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handout",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("row_id", models.BigIntegerField(blank=True, null=True, verbose_name="원본 행")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("food", "식품"),
                            ("living_cash", "생계(현금)"),
                            ("housing", "주거"),
                            ("fuel", "연료"),
                            ("medical", "의료"),
                            ("care", "돌봄"),
                            ("education", "교육"),
                            ("clothing", "의류"),
                            ("appliance", "가전"),
                            ("emotional", "정서"),
                            ("leisure", "여가"),
                            ("legal", "법률"),
                            ("goods", "생필품"),
                            ("other", "기타"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="분류",
                    ),
                ),
                ("programme", models.CharField(blank=True, max_length=60, verbose_name="세부 품목")),
                ("item", models.CharField(max_length=120, verbose_name="품목·내용")),
                (
                    "quantity",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="수량"),
                ),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="단위")),
                ("value_won", models.BigIntegerField(blank=True, null=True, verbose_name="환산금액(원)")),
                ("given_on", models.DateField(verbose_name="제공일")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="종료일(포함하지 않음)")),
                ("campaign", models.CharField(blank=True, max_length=120, verbose_name="사업·캠페인")),
                ("campaign_key", models.CharField(blank=True, max_length=60, verbose_name="캠페인 구분")),
                (
                    "per",
                    models.CharField(
                        choices=[("person", "개인"), ("household", "가구")],
                        default="person",
                        max_length=10,
                        verbose_name="단위(개인·가구)",
                    ),
                ),
                (
                    "funding",
                    models.CharField(
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
                ("donor", models.CharField(blank=True, max_length=80, verbose_name="후원자")),
                (
                    "organisation",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                        verbose_name="기관",
                    ),
                ),
                (
                    "record",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="exchange.sourcerecord",
                        verbose_name="대상",
                    ),
                ),
            ],
            options={
                "verbose_name": "제공 기록",
                "indexes": [models.Index(fields=["tenant_id", "record"], name="handout_record")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "row_id"), name="handout_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(("value_won__gte", 0)), name="handout_value_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 0)), name="handout_quantity_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("given_on"))), name="handout_span_forward"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                [
                                    "food",
                                    "living_cash",
                                    "housing",
                                    "fuel",
                                    "medical",
                                    "care",
                                    "education",
                                    "clothing",
                                    "appliance",
                                    "emotional",
                                    "leisure",
                                    "legal",
                                    "goods",
                                    "other",
                                ],
                            )
                        ),
                        name="handout_category_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("per__in", ["person", "household"])), name="handout_per_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("row_id", models.BigIntegerField(blank=True, null=True, verbose_name="원본 행")),
                ("kind", models.CharField(max_length=40, verbose_name="유형")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("food", "식품"),
                            ("living_cash", "생계(현금)"),
                            ("housing", "주거"),
                            ("fuel", "연료"),
                            ("medical", "의료"),
                            ("care", "돌봄"),
                            ("education", "교육"),
                            ("clothing", "의류"),
                            ("appliance", "가전"),
                            ("emotional", "정서"),
                            ("leisure", "여가"),
                            ("legal", "법률"),
                            ("goods", "생필품"),
                            ("other", "기타"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="분류",
                    ),
                ),
                ("since_on", models.DateField(verbose_name="조사일")),
                ("note_masked", models.CharField(blank=True, max_length=200, verbose_name="메모(가림)")),
                (
                    "organisation",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                        verbose_name="기관",
                    ),
                ),
                (
                    "record",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="exchange.sourcerecord",
                        verbose_name="대상",
                    ),
                ),
            ],
            options={
                "verbose_name": "욕구",
                "indexes": [models.Index(fields=["tenant_id", "record"], name="need_record")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "row_id"), name="need_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                [
                                    "food",
                                    "living_cash",
                                    "housing",
                                    "fuel",
                                    "medical",
                                    "care",
                                    "education",
                                    "clothing",
                                    "appliance",
                                    "emotional",
                                    "leisure",
                                    "legal",
                                    "goods",
                                    "other",
                                ],
                            )
                        ),
                        name="need_category_known",
                    ),
                ],
            },
        ),
        ProtectTenantTables(
            "benefits.CategoryWord", "benefits.Programme", "benefits.Handout", "benefits.Grant", "benefits.Need"
        ),
    ]
