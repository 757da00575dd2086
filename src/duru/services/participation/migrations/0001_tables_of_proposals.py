import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [("tenancy", "0001_tenants_and_handled_events")]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "public_id",
                    models.CharField(default=duru.kernel.ids.new_public_id, editable=False, max_length=26, unique=True),
                ),
                ("case_ref", models.CharField(max_length=26, verbose_name="민원")),
                ("title", models.CharField(max_length=120, verbose_name="제목")),
                ("problem", models.TextField(max_length=4000, verbose_name="현황과 문제점")),
                ("idea", models.TextField(max_length=8000, verbose_name="개선방안")),
                ("effect", models.TextField(blank=True, max_length=4000, verbose_name="기대효과")),
                ("pieces", models.JSONField(default=list, verbose_name="낱말 조각")),
                ("is_private", models.BooleanField(default=False, verbose_name="비공개 요구")),
                ("received_at", models.DateTimeField(verbose_name="접수 시각")),
            ],
            options={
                "verbose_name": "제안",
                "indexes": [models.Index(fields=["tenant_id", "-received_at", "id"], name="proposal_latest")],
                "constraints": [models.UniqueConstraint(fields=("tenant_id", "case_ref"), name="proposal_of_case")],
            },
        ),
        migrations.CreateModel(
            name="ProposalAuthor",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("name", models.CharField(max_length=60, verbose_name="제안자")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="전화")),
                ("share", models.PositiveSmallIntegerField(verbose_name="기여도(%)")),
                ("leads", models.BooleanField(default=False, verbose_name="주제안자")),
                (
                    "proposal",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="authors",
                        to="participation.proposal",
                        verbose_name="제안",
                    ),
                ),
            ],
            options={
                "verbose_name": "제안자",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "proposal", "name"), name="proposalauthor_once"),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 1), ("share__lte", 100)), name="proposalauthor_share"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("reviewer_ref", models.CharField(max_length=60, verbose_name="심사자")),
                ("reviewer_name", models.CharField(max_length=60, verbose_name="심사자 이름")),
                (
                    "axis",
                    models.CharField(
                        choices=[
                            ("feasibility", "실시 가능성"),
                            ("creativity", "창의성"),
                            ("effect", "효율성·효과성"),
                            ("reach", "적용 범위"),
                            ("lasting", "계속성"),
                        ],
                        max_length=12,
                        verbose_name="항목",
                    ),
                ),
                ("mark", models.PositiveSmallIntegerField(verbose_name="점수")),
                ("at", models.DateTimeField(verbose_name="적은 시각")),
                (
                    "proposal",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="participation.proposal",
                        verbose_name="제안",
                    ),
                ),
            ],
            options={
                "verbose_name": "심사 점수",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "proposal", "reviewer_ref", "axis"), name="score_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("mark__lte", 10)), name="score_range"),
                ],
            },
        ),
        ProtectTenantTables("participation.Proposal", "participation.ProposalAuthor", "participation.Score"),
    ]
