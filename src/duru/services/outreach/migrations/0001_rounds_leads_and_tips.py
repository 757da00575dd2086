import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0003_emergency_openings_and_health_roles"),
        ("exchange", "0004_who_sent_it"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutreachRound",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="해")),
                ("number", models.PositiveSmallIntegerField(verbose_name="회차")),
                ("begun_at", models.DateTimeField(verbose_name="첫 자료를 받은 시각")),
            ],
            options={
                "verbose_name": "발굴 회차",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "year", "number"), name="outreachround_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 6)), name="outreachround_of_six"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tip",
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
                ("at", models.DateTimeField(verbose_name="받은 시각")),
                ("reporter", models.CharField(max_length=12, verbose_name="알린 사람")),
                ("place", models.CharField(max_length=200, verbose_name="어디")),
                (
                    "seen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mail", "우편물·고지서가 쌓여 있음"),
                                ("meter", "계량기가 멈췄거나 갑자기 줄었음"),
                                ("dark", "밤에도 불이 켜지지 않음"),
                                ("smell", "집에서 심한 냄새가 남"),
                                ("cold", "난방을 하지 않음"),
                                ("hunger", "끼니를 거르는 것 같음"),
                                ("alone", "오랫동안 보이지 않음"),
                                ("hurt", "다쳤거나 아파 보임"),
                                ("other", "그 밖"),
                            ],
                            max_length=8,
                        ),
                        size=None,
                        verbose_name="본 것",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="더 적은 것")),
                ("contact", models.CharField(blank=True, max_length=60, verbose_name="연락처")),
                ("sender_mark", models.CharField(blank=True, max_length=64, verbose_name="보낸 곳")),
                ("due_on", models.DateField(verbose_name="확인 기한")),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "새로 옴"), ("taken", "발굴로 넘김"), ("dismissed", "조치 없음")],
                        default="new",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("dismissed_reason", models.CharField(blank=True, max_length=300, verbose_name="조치 없는 까닭")),
            ],
            options={
                "verbose_name": "위기 신고",
                "indexes": [
                    models.Index(fields=["tenant_id", "state", "due_on", "id"], name="tip_waiting"),
                    models.Index(
                        condition=models.Q(("sender_mark", ""), _negated=True),
                        fields=["tenant_id", "sender_mark", "at"],
                        name="tip_sender",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dismissed"), _negated=True),
                            models.Q(("dismissed_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="tip_dismissed_has_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Lead",
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
                    "signals",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24), default=list, size=None, verbose_name="위기 신호"
                    ),
                ),
                ("other_words", models.CharField(blank=True, max_length=200, verbose_name="표에 없는 신호")),
                ("received_at", models.DateTimeField(verbose_name="받은 시각")),
                ("due_on", models.DateField(verbose_name="처리 기한")),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "새로 옴"), ("given", "배정"), ("trying", "연락 중"), ("closed", "마침")],
                        default="new",
                        max_length=8,
                        verbose_name="상태",
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=16, verbose_name="결과")),
                ("result_note", models.CharField(blank=True, max_length=300, verbose_name="결과 설명")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="마친 시각")),
                ("recheck_on", models.DateField(blank=True, null=True, verbose_name="다시 볼 날")),
                ("care_ref", models.CharField(blank=True, max_length=26, verbose_name="통합사례 민원")),
                (
                    "assignee",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="access.membership",
                        verbose_name="담당",
                    ),
                ),
                (
                    "organisation",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                        verbose_name="맡은 동",
                    ),
                ),
                (
                    "record",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="exchange.sourcerecord",
                        verbose_name="대상자",
                    ),
                ),
                (
                    "round",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="outreach.outreachround",
                    ),
                ),
                (
                    "tip",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="outreach.tip",
                        verbose_name="신고",
                    ),
                ),
            ],
            options={
                "verbose_name": "발굴 대상",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("record__isnull", False)),
                        fields=("tenant_id", "round", "record"),
                        name="lead_once_a_round",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("record__isnull", False), ("tip__isnull", False), _connector="OR"),
                        name="lead_has_a_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "closed"),
                                models.Q(("result", ""), _negated=True),
                                ("closed_at__isnull", False),
                            ),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                                ("result", ""),
                            ),
                            _connector="OR",
                        ),
                        name="lead_closed_has_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "absent"), _negated=True),
                            ("recheck_on__isnull", False),
                            _connector="OR",
                        ),
                        name="lead_absent_is_looked_at_again",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["tenant_id", "organisation", "state", "due_on"], name="lead_of_office"),
                    models.Index(
                        condition=models.Q(("recheck_on__isnull", False)),
                        fields=["tenant_id", "recheck_on"],
                        name="lead_recheck",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactTry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("call", "전화"), ("visit", "방문"), ("note", "안내문"), ("message", "문자")],
                        max_length=8,
                        verbose_name="방법",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("met", "만남·통화함"),
                            ("no_answer", "받지 않음·없음"),
                            ("wrong_number", "없는 번호"),
                            ("left", "남겨 둠"),
                            ("refused", "이야기하지 않겠다고 함"),
                        ],
                        max_length=14,
                        verbose_name="어떻게 됐나",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="메모")),
                ("at", models.DateTimeField(verbose_name="시각")),
                (
                    "by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="한 사람",
                    ),
                ),
                (
                    "lead",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tries",
                        to="outreach.lead",
                        verbose_name="발굴 대상",
                    ),
                ),
            ],
            options={
                "verbose_name": "연락 기록",
                "indexes": [models.Index(fields=["tenant_id", "lead", "at"], name="contacttry_of_lead")],
            },
        ),
        ProtectTenantTables("outreach.OutreachRound", "outreach.Tip", "outreach.Lead", "outreach.ContactTry"),
    ]
