"""Answers of clerical review, decisions of two persons, samples of accuracy, models of a tenant."""

import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0001_tables_of_exchange"),
        ("linkage", "0001_tables_of_linkage"),
        ("registry", "0001_tables_of_the_register"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccuracyItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("person_ref", models.CharField(max_length=26, verbose_name="견준 사람")),
                ("stratum", models.CharField(max_length=20, verbose_name="층")),
                ("is_linked", models.BooleanField(verbose_name="이어 둠")),
                ("probability", models.FloatField(verbose_name="같은 사람일 확률")),
                ("position", models.PositiveIntegerField(verbose_name="순서")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("same", "같은 사람"),
                            ("other", "다른 사람"),
                            ("unsure", "모르겠음"),
                            ("later", "나중에"),
                        ],
                        max_length=10,
                        verbose_name="답",
                    ),
                ),
                ("by_ref", models.CharField(blank=True, max_length=60, verbose_name="답한 사람")),
                ("by_name", models.CharField(blank=True, max_length=40, verbose_name="답한 사람 이름")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="답한 시각")),
            ],
            options={
                "verbose_name": "표본 기록",
            },
        ),
        migrations.CreateModel(
            name="AccuracySample",
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
                ("drawn_at", models.DateTimeField(verbose_name="뽑은 시각")),
                ("by_ref", models.CharField(max_length=60, verbose_name="뽑은 사람")),
                ("by_name", models.CharField(max_length=40, verbose_name="뽑은 사람 이름")),
                ("model_name", models.CharField(max_length=80, verbose_name="모형")),
                ("seed", models.BigIntegerField(verbose_name="씨앗")),
                ("strata", models.JSONField(default=list, verbose_name="층")),
                ("agencies", models.JSONField(default=list, verbose_name="기관")),
            ],
            options={
                "verbose_name": "정확도 표본",
                "indexes": [models.Index(fields=["tenant_id", "-drawn_at"], name="accuracysample_newest")],
            },
        ),
        migrations.CreateModel(
            name="LinkageModel",
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
                ("name", models.CharField(max_length=80, verbose_name="이름")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("training", "배우는 중"),
                            ("proposed", "승인 기다림"),
                            ("in_force", "쓰는 중"),
                            ("replaced", "물러남"),
                            ("refused", "쓰지 않음"),
                            ("failed", "배우지 못함"),
                        ],
                        default="training",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("spec", models.JSONField(default=dict, verbose_name="모형 내용")),
                ("figures", models.JSONField(default=dict, verbose_name="앞뒤 비교")),
                ("progress", models.CharField(blank=True, max_length=60, verbose_name="진행")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="이유")),
                ("by_ref", models.CharField(max_length=60, verbose_name="배우게 한 사람")),
                ("by_name", models.CharField(max_length=40, verbose_name="배우게 한 사람 이름")),
                ("asked_at", models.DateTimeField(verbose_name="시작한 시각")),
                ("trained_at", models.DateTimeField(blank=True, null=True, verbose_name="끝난 시각")),
                ("settled_ref", models.CharField(blank=True, max_length=60, verbose_name="승인한 사람")),
                ("settled_name", models.CharField(blank=True, max_length=40, verbose_name="승인한 사람 이름")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="승인한 시각")),
            ],
            options={
                "verbose_name": "잇기 모형",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_force")),
                        fields=("tenant_id",),
                        name="linkagemodel_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["in_force", "replaced", "refused"]), _negated=True),
                            models.Q(
                                ("settled_at__isnull", False),
                                models.Q(("settled_ref", ""), _negated=True),
                                models.Q(("settled_ref", models.F("by_ref")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="linkagemodel_second_is_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkProposal",
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
                ("person_ref", models.CharField(max_length=26, verbose_name="견준 사람")),
                (
                    "kind",
                    models.CharField(
                        choices=[("join", "같은 사람"), ("split", "다른 사람"), ("undo", "되돌림")],
                        max_length=5,
                        verbose_name="결정",
                    ),
                ),
                ("stamp", models.CharField(max_length=60)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="이유")),
                ("consequences", models.JSONField(default=list, verbose_name="달라질 것")),
                ("by_ref", models.CharField(max_length=60, verbose_name="제안한 사람")),
                ("by_name", models.CharField(max_length=40, verbose_name="제안한 사람 이름")),
                ("proposed_at", models.DateTimeField(verbose_name="제안한 시각")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "확인 기다림"),
                            ("confirmed", "확인함"),
                            ("refused", "받아들이지 않음"),
                            ("withdrawn", "거둠"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("settled_ref", models.CharField(blank=True, max_length=60, verbose_name="확인한 사람")),
                ("settled_name", models.CharField(blank=True, max_length=40, verbose_name="확인한 사람 이름")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="확인한 시각")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="확인 메모")),
            ],
            options={
                "verbose_name": "잇기 제안",
            },
        ),
        migrations.CreateModel(
            name="ReviewAnswer",
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
                ("person_ref", models.CharField(max_length=26, verbose_name="견준 사람")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("same", "같은 사람"),
                            ("other", "다른 사람"),
                            ("unsure", "모르겠음"),
                            ("later", "나중에"),
                        ],
                        max_length=10,
                        verbose_name="답",
                    ),
                ),
                (
                    "unsure_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("too_little", "적힌 것이 적음"),
                            ("conflict", "서로 어긋남"),
                            ("cannot_ask", "물어볼 수 없음"),
                            ("other", "그 밖"),
                        ],
                        max_length=15,
                        verbose_name="모르는 까닭",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="메모")),
                ("is_blind", models.BooleanField(default=False, verbose_name="표본 확인")),
                ("by_ref", models.CharField(max_length=60, verbose_name="답한 사람")),
                ("by_name", models.CharField(max_length=40, verbose_name="답한 사람 이름")),
                ("at", models.DateTimeField(db_column="answered_at", verbose_name="답한 시각")),
                ("decision_id", models.BigIntegerField(blank=True, null=True, verbose_name="결정")),
                ("before", models.JSONField(blank=True, null=True, verbose_name="답하기 전의 이음")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="되돌린 시각")),
            ],
            options={
                "verbose_name": "확인 답",
            },
        ),
        migrations.CreateModel(
            name="ReviewRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("effective_from", models.DateField(verbose_name="시행일")),
                ("needs_second", models.BooleanField(verbose_name="두 사람 확인")),
                ("reason", models.CharField(max_length=200, verbose_name="이유")),
                ("set_ref", models.CharField(max_length=60, verbose_name="정한 사람")),
                ("set_name", models.CharField(max_length=40, verbose_name="정한 사람 이름")),
                ("set_at", models.DateTimeField(verbose_name="정한 시각")),
            ],
            options={
                "verbose_name": "확인 방식",
                "indexes": [models.Index(fields=["tenant_id", "-effective_from", "-id"], name="reviewrule_in_force")],
            },
        ),
        migrations.RemoveConstraint(
            model_name="humandecision",
            name="humandecision_kind_known",
        ),
        migrations.AddField(
            model_name="humandecision",
            name="consequences",
            field=models.JSONField(default=list, verbose_name="달라진 것"),
        ),
        migrations.AddField(
            model_name="humandecision",
            name="second_name",
            field=models.CharField(blank=True, max_length=40, verbose_name="확인한 사람 이름"),
        ),
        migrations.AddField(
            model_name="humandecision",
            name="second_ref",
            field=models.CharField(blank=True, max_length=60, verbose_name="확인한 사람"),
        ),
        migrations.AlterField(
            model_name="humandecision",
            name="kind",
            field=models.CharField(
                choices=[("join", "같은 사람"), ("split", "다른 사람"), ("undo", "되돌림")],
                max_length=5,
                verbose_name="결정",
            ),
        ),
        migrations.AddConstraint(
            model_name="humandecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("second_ref", models.F("by_ref")), _negated=True),
                name="humandecision_second_is_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="humandecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["join", "split", "undo"])), name="humandecision_kind_known"
            ),
        ),
        migrations.AddField(
            model_name="accuracyitem",
            name="evidence",
            field=duru.blocks.tenancy.models.TenantForeignKey(
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
        migrations.AddField(
            model_name="accuracyitem",
            name="record",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="exchange.sourcerecord",
                verbose_name="원본 기록",
            ),
        ),
        migrations.AddField(
            model_name="accuracyitem",
            name="sample",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="linkage.accuracysample",
                verbose_name="표본",
            ),
        ),
        migrations.AddField(
            model_name="linkproposal",
            name="record",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="exchange.sourcerecord",
                verbose_name="원본 기록",
            ),
        ),
        migrations.AddField(
            model_name="reviewanswer",
            name="record",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="exchange.sourcerecord",
                verbose_name="원본 기록",
            ),
        ),
        migrations.AddIndex(
            model_name="accuracyitem",
            index=models.Index(fields=["tenant_id", "sample", "position"], name="accuracyitem_queue"),
        ),
        migrations.AddConstraint(
            model_name="accuracyitem",
            constraint=models.UniqueConstraint(fields=("tenant_id", "sample", "record"), name="accuracyitem_once"),
        ),
        migrations.AddConstraint(
            model_name="accuracyitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at__isnull", True), ("by_ref", "")),
                    models.Q(
                        ("answered_at__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                        models.Q(("by_ref", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="accuracyitem_answer_is_named",
            ),
        ),
        migrations.AddIndex(
            model_name="linkproposal",
            index=models.Index(fields=["tenant_id", "state", "proposed_at"], name="linkproposal_waiting"),
        ),
        migrations.AddConstraint(
            model_name="linkproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("tenant_id", "record"),
                name="linkproposal_one_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_ref", ""), ("state", "waiting")),
                    models.Q(
                        models.Q(("state", "waiting"), _negated=True),
                        ("settled_at__isnull", False),
                        models.Q(("settled_ref", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="linkproposal_settled_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "withdrawn"]),
                    models.Q(("settled_ref", models.F("by_ref")), _negated=True),
                    _connector="OR",
                ),
                name="linkproposal_second_is_another",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewanswer",
            index=models.Index(fields=["tenant_id", "by_ref", "-at"], name="reviewanswer_today"),
        ),
        migrations.AddIndex(
            model_name="reviewanswer",
            index=models.Index(fields=["tenant_id", "record"], name="reviewanswer_record"),
        ),
        migrations.AddConstraint(
            model_name="reviewanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["same", "other", "unsure", "later"])), name="reviewanswer_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "unsure"), models.Q(("unsure_reason", ""), _negated=True)),
                    models.Q(models.Q(("answer", "unsure"), _negated=True), ("unsure_reason", "")),
                    _connector="OR",
                ),
                name="reviewanswer_unsure_has_reason",
            ),
        ),
        ProtectTenantTables(
            "linkage.AccuracySample",
            "linkage.AccuracyItem",
            "linkage.ReviewAnswer",
            "linkage.LinkProposal",
            "linkage.ReviewRule",
            "linkage.LinkageModel",
        ),  # fmt: skip
    ]
