"""Links, runs and human decisions, behind the tenant wall."""

import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "__first__"),
        ("exchange", "0001_tables_of_exchange"),
        ("registry", "0001_tables_of_the_register"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkRun",
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
                (
                    "state",
                    models.CharField(
                        choices=[("running", "진행 중"), ("done", "끝남"), ("aborted", "중단됨")],
                        default="running",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="시작")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="끝")),
                ("model_name", models.CharField(max_length=80, verbose_name="모형")),
                ("model", models.JSONField(default=dict, verbose_name="모형 내용")),
                ("counts", models.JSONField(default=dict, verbose_name="셈")),
            ],
            options={
                "verbose_name": "잇기 실행",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state", "running")),
                            models.Q(models.Q(("state", "running"), _negated=True), ("finished_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="linkrun_ended_has_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HumanDecision",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("join", "같은 사람"), ("split", "다른 사람")], max_length=5, verbose_name="결정"
                    ),
                ),
                ("by_ref", models.CharField(max_length=60, verbose_name="결정한 사람")),
                ("by_name", models.CharField(max_length=40, verbose_name="결정한 사람 이름")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="이유")),
                ("decided_at", models.DateTimeField(verbose_name="결정 시각")),
                (
                    "person",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="link_decisions",
                        to="registry.person",
                        verbose_name="사람",
                    ),
                ),
                (
                    "record",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="link_decisions",
                        to="exchange.sourcerecord",
                        verbose_name="원본 기록",
                    ),
                ),
            ],
            options={
                "verbose_name": "사람의 결정",
                "indexes": [
                    models.Index(fields=["tenant_id", "record"], name="humandecision_record"),
                    models.Index(fields=["tenant_id", "person"], name="humandecision_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_ref", ""), _negated=True), models.Q(("by_name", ""), _negated=True)
                        ),
                        name="humandecision_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["join", "split"])), name="humandecision_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("probability", models.FloatField(verbose_name="확률")),
                ("bits", models.FloatField(blank=True, null=True, verbose_name="근거의 무게")),
                ("margin", models.FloatField(blank=True, null=True, verbose_name="둘째와의 차이")),
                (
                    "band",
                    models.CharField(
                        choices=[
                            ("certain", "확실"),
                            ("review", "확인 필요"),
                            ("new", "따로"),
                            ("human", "사람이 정함"),
                        ],
                        max_length=10,
                        verbose_name="구분",
                    ),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("register", "주민 명단 자체"),
                            ("anchor", "주민 명단과 비교"),
                            ("cluster", "다른 기록과 비교"),
                            ("human", "사람이 정함"),
                            ("alone", "같은 사람 없음"),
                        ],
                        max_length=10,
                        verbose_name="이은 길",
                    ),
                ),
                ("reasons", models.JSONField(default=list, verbose_name="까닭")),
                ("run_id", models.BigIntegerField(blank=True, null=True, verbose_name="마지막으로 바꾼 실행")),
                ("decision_id", models.BigIntegerField(blank=True, null=True, verbose_name="반영한 결정")),
                ("later_until", models.DateField(blank=True, null=True, verbose_name="미룬 날")),
                (
                    "evidence",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="exchange.sourcerecord",
                        verbose_name="견준 기록",
                    ),
                ),
                (
                    "person",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="registry.person",
                        verbose_name="사람",
                    ),
                ),
                (
                    "record",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="exchange.sourcerecord",
                        verbose_name="원본 기록",
                    ),
                ),
                (
                    "rival",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="registry.person",
                        verbose_name="다른 후보",
                    ),
                ),
            ],
            options={
                "verbose_name": "잇기",
                "indexes": [
                    models.Index(fields=["tenant_id", "person"], name="link_person"),
                    models.Index(
                        condition=models.Q(("rival__isnull", False)), fields=["tenant_id", "rival"], name="link_rival"
                    ),
                    models.Index(
                        condition=models.Q(("band", "review")), fields=["tenant_id", "probability"], name="link_review"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "record"), name="link_record_once"),
                    models.CheckConstraint(
                        condition=models.Q(("probability__gte", 0), ("probability__lte", 1)), name="link_probability"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("band__in", ["certain", "review", "new", "human"])), name="link_band_known"
                    ),
                ],
            },
        ),
        ProtectTenantTables("linkage.LinkRun", "linkage.Link", "linkage.HumanDecision"),
    ]
