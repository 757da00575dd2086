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
            name="CareCase",
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
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("request", "본인·가족 신청"),
                            ("discharge", "병원 퇴원 통보"),
                            ("outreach", "위기가구 발굴"),
                            ("office", "직권 발굴"),
                        ],
                        max_length=12,
                        verbose_name="시작",
                    ),
                ),
                ("with_health", models.BooleanField(default=False, verbose_name="보건소와 함께")),
                ("reason", models.CharField(max_length=500, verbose_name="여는 까닭")),
                ("opened_at", models.DateTimeField(verbose_name="연 시각")),
                (
                    "organisation",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                        verbose_name="맡은 기관",
                    ),
                ),
                (
                    "record",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="exchange.sourcerecord",
                        verbose_name="대상자",
                    ),
                ),
            ],
            options={
                "verbose_name": "통합사례",
                "constraints": [models.UniqueConstraint(fields=("tenant_id", "case_ref"), name="carecase_of_case")],
                "indexes": [
                    models.Index(fields=["tenant_id", "-opened_at", "id"], name="carecase_latest"),
                    models.Index(fields=["tenant_id", "record"], name="carecase_record"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CareFlag",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("flag", models.CharField(max_length=20, verbose_name="표시")),
                ("from_on", models.DateField(verbose_name="시작일")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="끝난 날")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flags",
                        to="care.carecase",
                        verbose_name="사례",
                    ),
                ),
                (
                    "set_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="표시한 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "건강 표시",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)),
                        fields=("tenant_id", "case", "flag"),
                        name="careflag_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CareNote",
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
                    "side",
                    models.CharField(
                        choices=[("welfare", "복지"), ("health", "보건")], max_length=8, verbose_name="칸"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("counsel", "상담"),
                            ("household", "가구·가족"),
                            ("economy", "경제 사정"),
                            ("diagnosis", "진단"),
                            ("medication", "투약"),
                            ("observation", "건강 관찰"),
                        ],
                        max_length=12,
                        verbose_name="종류",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="내용")),
                ("written_at", models.DateTimeField(verbose_name="적은 시각")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="care.carecase",
                        verbose_name="사례",
                    ),
                ),
                (
                    "written_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="적은 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "사례 기록",
                "indexes": [models.Index(fields=["tenant_id", "case", "side", "-written_at"], name="carenote_of_side")],
            },
        ),
        migrations.CreateModel(
            name="CarePlan",
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
                ("revision", models.PositiveSmallIntegerField(verbose_name="판")),
                ("goal", models.CharField(max_length=500, verbose_name="목표")),
                ("from_on", models.DateField(verbose_name="시작일")),
                ("until_on", models.DateField(verbose_name="끝나는 날(포함하지 않음)")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "작성 중"), ("agreed", "동의함"), ("ended", "끝남")],
                        default="draft",
                        max_length=8,
                        verbose_name="상태",
                    ),
                ),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="동의한 날")),
                ("proof", models.CharField(blank=True, max_length=80, verbose_name="동의 증빙")),
                ("made_at", models.DateTimeField(verbose_name="세운 시각")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plans",
                        to="care.carecase",
                        verbose_name="사례",
                    ),
                ),
                (
                    "made_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="세운 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "개인별지원계획",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "case", "revision"), name="careplan_revision"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "agreed")),
                        fields=("tenant_id", "case"),
                        name="careplan_one_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="careplan_span_forward"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("agreed_on__isnull", False), ("state", "ended"), _connector="OR"
                        ),
                        name="careplan_agreed_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DischargeNotice",
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
                ("row_id", models.BigIntegerField(blank=True, null=True, verbose_name="받은 줄")),
                ("discharged_on", models.DateField(verbose_name="퇴원일")),
                ("consented_on", models.DateField(verbose_name="동의한 날")),
                ("needs", models.CharField(max_length=300, verbose_name="필요한 돌봄")),
                ("due_on", models.DateField(verbose_name="첫 연락 기한")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "접수 기다림"), ("taken", "사례로 엶"), ("closed", "사례 없이 마침")],
                        default="waiting",
                        max_length=8,
                        verbose_name="상태",
                    ),
                ),
                ("closed_reason", models.CharField(blank=True, max_length=300, verbose_name="마친 까닭")),
                ("notified_at", models.DateTimeField(verbose_name="통보 시각")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to="care.carecase",
                        verbose_name="사례",
                    ),
                ),
                (
                    "organisation",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                        verbose_name="병원",
                    ),
                ),
                (
                    "record",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="exchange.sourcerecord",
                        verbose_name="환자",
                    ),
                ),
            ],
            options={
                "verbose_name": "퇴원 통보",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("row_id__isnull", False)),
                        fields=("tenant_id", "row_id"),
                        name="dischargenotice_row_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("closed_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dischargenotice_closed_has_reason",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["tenant_id", "due_on"],
                        name="dischargenotice_waiting",
                    ),
                    models.Index(
                        fields=["tenant_id", "organisation", "-notified_at"], name="dischargenotice_of_hospital"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DischargeDiagnosis",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("text", models.CharField(max_length=500, verbose_name="진단·투약")),
                (
                    "notice",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="diagnoses",
                        to="care.dischargenotice",
                        verbose_name="통보",
                    ),
                ),
            ],
            options={
                "verbose_name": "퇴원 진단",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "notice"), name="dischargediagnosis_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedFinding",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("domain", models.CharField(max_length=12, verbose_name="영역")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "없음"), (1, "있음"), (2, "큼"), (3, "시급")], verbose_name="정도"
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="내용")),
                ("found_on", models.DateField(verbose_name="본 날")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="care.carecase",
                        verbose_name="사례",
                    ),
                ),
            ],
            options={
                "verbose_name": "욕구 조사",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "case", "domain"), name="needfinding_once"),
                    models.CheckConstraint(condition=models.Q(("level__lte", 3)), name="needfinding_level"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="순서")),
                ("domain", models.CharField(max_length=12, verbose_name="영역")),
                ("content", models.CharField(max_length=200, verbose_name="내용")),
                ("method", models.CharField(blank=True, max_length=100, verbose_name="방법")),
                ("amount", models.CharField(max_length=60, verbose_name="양·주기")),
                ("provider", models.CharField(max_length=80, verbose_name="제공기관")),
                ("linked", models.CharField(blank=True, max_length=200, verbose_name="연계 방법")),
                (
                    "plan",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="care.careplan",
                        verbose_name="계획",
                    ),
                ),
            ],
            options={
                "verbose_name": "계획 줄",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "plan", "position"), name="planline_position")
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
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
                    "to_side",
                    models.CharField(
                        choices=[("welfare", "복지"), ("health", "보건")], max_length=8, verbose_name="받는 쪽"
                    ),
                ),
                ("asked", models.CharField(max_length=500, verbose_name="부탁")),
                ("asked_at", models.DateTimeField(verbose_name="부탁한 시각")),
                ("due_on", models.DateField(verbose_name="회신 기한")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "회신 기다림"), ("replied", "회신함"), ("cancelled", "거둠")],
                        default="open",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("reply", models.CharField(blank=True, max_length=1000, verbose_name="회신")),
                ("replied_at", models.DateTimeField(blank=True, null=True, verbose_name="회신 시각")),
                (
                    "asked_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="부탁한 사람",
                    ),
                ),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referrals",
                        to="care.carecase",
                        verbose_name="사례",
                    ),
                ),
                (
                    "replied_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="회신한 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "의뢰",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "replied"), _negated=True),
                            models.Q(models.Q(("reply", ""), _negated=True), ("replied_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="referral_is_answered",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["tenant_id", "to_side", "due_on"],
                        name="referral_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("item", models.CharField(max_length=20, verbose_name="항목")),
                (
                    "side",
                    models.CharField(
                        choices=[("welfare", "복지"), ("health", "보건")], max_length=8, verbose_name="칸"
                    ),
                ),
                ("answer", models.CharField(max_length=300, verbose_name="답")),
                ("asked_on", models.DateField(verbose_name="물은 날")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="care.carecase",
                        verbose_name="사례",
                    ),
                ),
            ],
            options={
                "verbose_name": "조사 답",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "case", "item"), name="surveyanswer_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
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
                ("at", models.DateTimeField(verbose_name="방문 시각")),
                ("purpose", models.CharField(max_length=200, verbose_name="할 일")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "예정"),
                            ("done", "다녀옴"),
                            ("missed", "만나지 못함"),
                            ("cancelled", "취소"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=1000, verbose_name="결과")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="care.carecase",
                        verbose_name="사례",
                    ),
                ),
                (
                    "health_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="보건 담당",
                    ),
                ),
                (
                    "welfare_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="복지 담당",
                    ),
                ),
            ],
            options={
                "verbose_name": "방문",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("welfare_by__isnull", False), ("health_by__isnull", False), _connector="OR"
                        ),
                        name="visit_has_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["done", "missed"]), _negated=True),
                            models.Q(("result", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="visit_has_result",
                    ),
                ],
                "indexes": [models.Index(fields=["tenant_id", "at", "id"], name="visit_calendar")],
            },
        ),
        ProtectTenantTables(
            "care.CareCase",
            "care.CareNote",
            "care.CareFlag",
            "care.SurveyAnswer",
            "care.NeedFinding",
            "care.Referral",
            "care.CarePlan",
            "care.PlanLine",
            "care.Visit",
            "care.DischargeNotice",
            "care.DischargeDiagnosis",
        ),
    ]
