"""Agencies that may be told of public benefits; the 구's own gifts are an item of their own."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_users_and_organisations"),
        ("consent", "0001_the_ledger"),
    ]

    operations = [
        migrations.AlterField(
            model_name="consent",
            name="items",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("identity", "성명·생년월일·성별"),
                        ("contact", "주소·연락처"),
                        ("private_handouts", "민간 제공 기록"),
                        ("district_gifts", "구청·동이 준 위문품·성품"),
                        ("public_grants", "공적급여 수급 내용"),
                        ("needs", "욕구·위기"),
                        ("health_flags", "건강 관련 표시"),
                    ],
                    max_length=20,
                ),
                size=None,
                verbose_name="항목",
            ),
        ),
        migrations.CreateModel(
            name="SharingBody",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "clause",
                    models.CharField(
                        choices=[
                            ("welfare_act", "사회복지법인·시설·복지관(제1호)"),
                            ("council", "사회보장정보협의체 협의(제2호)"),
                        ],
                        max_length=20,
                        verbose_name="근거",
                    ),
                ),
                (
                    "proof",
                    models.CharField(
                        help_text="법인·시설 신고번호나 협의체 회의 문서번호", max_length=120, verbose_name="근거 서류"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="시작일")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="종료일(포함하지 않음)")),
                ("recorded_at", models.DateTimeField(verbose_name="기록 시각")),
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
                    "recorded_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="기록한 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "정보공유 기관",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "organisation", "from_on"), name="sharingbody_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="sharingbody_span_forward"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proof", ""), _negated=True), name="sharingbody_has_proof"
                    ),
                ],
            },
        ),
        ProtectTenantTables("consent.SharingBody"),
    ]
