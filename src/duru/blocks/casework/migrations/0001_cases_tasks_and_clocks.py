import datetime

import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.days.pauses
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_users_and_organisations"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkDeed",
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
                ("action", models.CharField(max_length=30, verbose_name="할 일")),
                ("arguments", models.JSONField(default=dict, verbose_name="내용")),
                ("approved_at", models.DateTimeField(verbose_name="승인 시각")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "대기"),
                            ("running", "처리 중"),
                            ("done", "마침"),
                            ("refused", "처리하지 못함"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("n_cases", models.PositiveIntegerField(verbose_name="민원 수")),
                ("n_done", models.PositiveIntegerField(default=0, verbose_name="마친 수")),
                ("n_refused", models.PositiveIntegerField(default=0, verbose_name="처리하지 못한 수")),
                (
                    "approved_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="승인자",
                    ),
                ),
            ],
            options={
                "verbose_name": "일괄 처리",
            },
        ),
        migrations.CreateModel(
            name="Case",
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
                ("kind", models.CharField(max_length=60, verbose_name="민원 종류")),
                ("title", models.CharField(max_length=120, verbose_name="제목")),
                ("receipt_no", models.CharField(max_length=40, verbose_name="접수번호")),
                ("received_at", models.DateTimeField(verbose_name="접수 시각")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "처리 중"),
                            ("paused", "정지"),
                            ("done", "처리완료"),
                            ("withdrawn", "취하"),
                            ("transferred", "이송"),
                            ("returned", "반려"),
                            ("merged", "병합"),
                        ],
                        default="running",
                        max_length=12,
                        verbose_name="상태",
                    ),
                ),
                ("department", models.CharField(max_length=60, verbose_name="주무부서")),
                ("applicant_name", models.CharField(max_length=60, verbose_name="신청인")),
                ("applicant_phone", models.CharField(blank=True, max_length=20, verbose_name="전화")),
                ("answers", models.JSONField(default=dict, verbose_name="신청 내용")),
                ("variables", models.JSONField(default=dict, verbose_name="절차 변수")),
                ("period", models.CharField(max_length=20, verbose_name="처리기간")),
                ("rule", models.CharField(max_length=20, verbose_name="세는 법")),
                (
                    "matter",
                    models.CharField(
                        default=duru.kernel.days.pauses.Matter["CIVIL"], max_length=24, verbose_name="기간의 성격"
                    ),
                ),
                ("set_by", models.CharField(blank=True, max_length=120, verbose_name="처리기간의 근거")),
                ("due_at", models.DateTimeField(null=True, verbose_name="처리기한")),
                ("outcome", models.CharField(blank=True, max_length=40, verbose_name="결과")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="종결 시각")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="고친 횟수")),
                (
                    "merged_into",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="casework.case",
                        verbose_name="병합된 민원",
                    ),
                ),
                (
                    "officer",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="담당자",
                    ),
                ),
                (
                    "parent",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="casework.case",
                        verbose_name="함께 접수한 민원",
                    ),
                ),
            ],
            options={
                "verbose_name": "민원",
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("at", models.DateTimeField(verbose_name="시각")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "접수"),
                            ("task_opened", "단계 시작"),
                            ("claimed", "담당"),
                            ("assigned", "배정"),
                            ("handed_over", "인수인계"),
                            ("delegated", "대결"),
                            ("task_done", "단계 마침"),
                            ("asked", "협의 요청"),
                            ("answered", "회신"),
                            ("deemed", "협의 간주"),
                            ("reply_extended", "회신기간 연장"),
                            ("reminded", "알림"),
                            ("overdue", "기한 지남"),
                            ("paused", "정지"),
                            ("resumed", "재개"),
                            ("extended", "기간 연장"),
                            ("due_moved", "기한 변경"),
                            ("commented", "의견"),
                            ("proposed", "결정안"),
                            ("sent_back", "결정안 되돌림"),
                            ("decided", "결정"),
                            ("child_opened", "함께 처리하는 민원"),
                            ("merged_in", "병합 받음"),
                            ("withdrawn", "취하"),
                            ("transferred", "이송"),
                            ("returned", "반려"),
                            ("merged", "병합"),
                            ("closed", "종결"),
                        ],
                        max_length=16,
                        verbose_name="종류",
                    ),
                ),
                ("actor_name", models.CharField(max_length=60, verbose_name="이름")),
                ("department", models.CharField(blank=True, max_length=60, verbose_name="부서")),
                ("task_name", models.CharField(blank=True, max_length=80, verbose_name="단계")),
                ("text", models.TextField(blank=True, verbose_name="내용")),
                ("detail", models.JSONField(default=dict, verbose_name="자료")),
                (
                    "actor",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="한 사람",
                    ),
                ),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="casework.case",
                        verbose_name="민원",
                    ),
                ),
            ],
            options={
                "verbose_name": "민원 이력",
                "indexes": [models.Index(fields=["tenant_id", "case", "id"], name="caseevent_of_case")],
            },
        ),
        migrations.CreateModel(
            name="CaseExtension",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("period", models.CharField(max_length=20, verbose_name="늘린 기간")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("cooperation", "관계 기관·부서의 협조"),
                            ("fact_finding", "사실관계 또는 현장 확인"),
                            ("force_majeure", "천재지변이나 그 밖의 불가항력"),
                            ("similar", "그 밖에 이에 준하는 사유"),
                            ("unavoidable", "부득이한 사유"),
                            ("asked_by_applicant", "민원인의 요청"),
                            ("workload", "단순 업무과중"),
                            ("late_assignment", "담당자 지정 지연"),
                            ("absence", "담당자 부재"),
                        ],
                        max_length=24,
                        verbose_name="사유",
                    ),
                ),
                ("decided_at", models.DateTimeField(verbose_name="결정 시각")),
                ("consented", models.BooleanField(default=False, verbose_name="민원인 동의")),
                ("note", models.TextField(blank=True, verbose_name="내용")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="casework.case",
                        verbose_name="민원",
                    ),
                ),
            ],
            options={
                "verbose_name": "민원 기간 연장",
                "indexes": [models.Index(fields=["tenant_id", "case"], name="caseextension_of_case")],
            },
        ),
        migrations.CreateModel(
            name="CasePause",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("supplement", "보완"),
                            ("transport", "멀리 떨어진 기관 사이의 문서 이송"),
                            ("representative", "대표자 선정"),
                            ("hearing", "의견청취"),
                            ("examination", "실험·검사·감정, 전문적인 기술검토"),
                            ("prerequisite", "선행사무"),
                            ("outage", "정보시스템 장애"),
                            ("certificate", "증명서류·구비서류 발급과 확인"),
                            ("earlier_case", "먼저 끝나야 하는 민원"),
                            ("field_visit", "고충민원 현장조사"),
                            ("planning_committee", "도시계획위원회 심의"),
                            ("consultation", "관계 행정기관 협의"),
                            ("deemed_procedure", "관련 인허가의 심의·의견 청취"),
                            ("objection_supplement", "이의신청 보완"),
                            ("proposal_supplement", "제안 보완"),
                            ("opinion", "의견·자료 회신"),
                            ("no_fault", "천재지변 등 책임 없는 사유"),
                        ],
                        max_length=24,
                        verbose_name="사유",
                    ),
                ),
                ("from_at", models.DateTimeField(verbose_name="시작")),
                ("until_at", models.DateTimeField(blank=True, null=True, verbose_name="끝")),
                ("note", models.TextField(blank=True, verbose_name="내용")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="casework.case",
                        verbose_name="민원",
                    ),
                ),
            ],
            options={
                "verbose_name": "처리기간 정지",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_at__isnull", True), ("until_at__gte", models.F("from_at")), _connector="OR"
                        ),
                        name="casepause_forward",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_at__isnull", True)),
                        fields=("tenant_id", "case"),
                        name="casepause_one_lasts",
                    ),
                ],
                "indexes": [models.Index(fields=["tenant_id", "case"], name="casepause_of_case")],
            },
        ),
        migrations.CreateModel(
            name="CounterHours",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("from_on", models.DateField(verbose_name="시행일")),
                ("opens", models.TimeField(default=datetime.time(9, 0), verbose_name="시작")),
                ("closes", models.TimeField(default=datetime.time(18, 0), verbose_name="끝")),
                (
                    "lunch_from",
                    models.TimeField(blank=True, default=datetime.time(12, 0), null=True, verbose_name="점심 시작"),
                ),
                (
                    "lunch_until",
                    models.TimeField(blank=True, default=datetime.time(13, 0), null=True, verbose_name="점심 끝"),
                ),
                ("source", models.CharField(max_length=120, verbose_name="근거")),
            ],
            options={
                "verbose_name": "정한 근무시간",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "from_on"), name="counterhours_day_once"),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))), name="counterhours_forward"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lunch_from__isnull", True), ("lunch_until__isnull", True)),
                            models.Q(
                                ("lunch_from__gte", models.F("opens")),
                                ("lunch_until__gt", models.F("lunch_from")),
                                ("lunch_until__lte", models.F("closes")),
                            ),
                            _connector="OR",
                        ),
                        name="counterhours_lunch_inside",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EngineState",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("dump", models.BinaryField(verbose_name="진행 상태")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="engine",
                        to="casework.case",
                        verbose_name="민원",
                    ),
                ),
            ],
            options={
                "verbose_name": "진행 상태",
                "constraints": [models.UniqueConstraint(fields=("tenant_id", "case"), name="enginestate_once")],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="본 시각")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.case",
                        verbose_name="민원",
                    ),
                ),
                (
                    "event",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="casework.caseevent",
                        verbose_name="의견",
                    ),
                ),
                (
                    "member",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="부른 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "부름",
                "constraints": [models.UniqueConstraint(fields=("tenant_id", "event", "member"), name="mention_once")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("seen_at__isnull", True)),
                        fields=["tenant_id", "member"],
                        name="mention_unseen",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedHoliday",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("on", models.DateField(verbose_name="날짜")),
                ("name", models.CharField(max_length=60, verbose_name="이름")),
                (
                    "kind",
                    models.CharField(
                        choices=[("extra", "임시공휴일"), ("election", "선거일")],
                        default="extra",
                        max_length=10,
                        verbose_name="종류",
                    ),
                ),
                ("source", models.CharField(max_length=120, verbose_name="근거")),
                ("added_at", models.DateTimeField(verbose_name="등록 시각")),
            ],
            options={
                "verbose_name": "정한 공휴일",
                "constraints": [models.UniqueConstraint(fields=("tenant_id", "on"), name="namedholiday_day_once")],
            },
        ),
        migrations.CreateModel(
            name="ProcessSpec",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="민원 종류")),
                ("version", models.PositiveIntegerField(verbose_name="판")),
                ("digest", models.CharField(max_length=64, verbose_name="지문")),
                ("bpmn", models.TextField(verbose_name="절차 파일")),
                ("stored_at", models.DateTimeField(verbose_name="저장 시각")),
            ],
            options={
                "verbose_name": "절차 판",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "kind", "digest"), name="processspec_once"),
                    models.UniqueConstraint(fields=("tenant_id", "kind", "version"), name="processspec_version"),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="spec",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.processspec",
                verbose_name="절차 판",
            ),
        ),
        migrations.CreateModel(
            name="ReceiptCounter",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="해")),
                ("last", models.PositiveIntegerField(verbose_name="마지막 번호")),
            ],
            options={
                "verbose_name": "접수번호 차례",
                "constraints": [models.UniqueConstraint(fields=("tenant_id", "year"), name="receiptcounter_year")],
            },
        ),
        migrations.CreateModel(
            name="ReceiptTry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("at", models.DateTimeField(verbose_name="시각")),
                ("origin", models.CharField(max_length=64, verbose_name="보낸 곳")),
                ("receipt", models.CharField(max_length=64, verbose_name="적은 번호")),
            ],
            options={
                "verbose_name": "접수번호 조회 실패",
                "indexes": [
                    models.Index(fields=["tenant_id", "origin", "at"], name="receipttry_origin"),
                    models.Index(fields=["tenant_id", "receipt", "at"], name="receipttry_receipt"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
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
                ("case_kind", models.CharField(max_length=60, verbose_name="민원 종류")),
                ("number", models.PositiveIntegerField(blank=True, null=True, verbose_name="절차의 번호")),
                ("key", models.CharField(max_length=80, verbose_name="단계 키")),
                ("name", models.CharField(max_length=80, verbose_name="단계")),
                (
                    "kind",
                    models.CharField(
                        choices=[("work", "처리"), ("consultation", "협의"), ("decision", "결정")],
                        max_length=14,
                        verbose_name="종류",
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=40, verbose_name="신청인에게 보이는 단계")),
                ("form", models.CharField(blank=True, max_length=40, verbose_name="서식")),
                ("department", models.CharField(max_length=60, verbose_name="부서")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "할 일"), ("done", "마침"), ("cancelled", "취소")],
                        default="open",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="시작 시각")),
                ("period", models.CharField(blank=True, max_length=20, verbose_name="기간")),
                ("rule", models.CharField(blank=True, max_length=20, verbose_name="세는 법")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="기한")),
                ("question", models.TextField(blank=True, verbose_name="요청 내용")),
                (
                    "deemed_basis",
                    models.CharField(blank=True, max_length=120, verbose_name="회신이 없으면 협의로 보는 근거"),
                ),
                ("reply_extension", models.CharField(blank=True, max_length=20, verbose_name="회신기간 연장")),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("possible", "가능"),
                            ("conditional", "조건부"),
                            ("impossible", "불가"),
                            ("supplement", "보완 필요"),
                            ("deemed", "협의 간주"),
                        ],
                        max_length=12,
                        verbose_name="의견",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="의견 내용·조건")),
                ("answers", models.JSONField(default=dict, verbose_name="적은 내용")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="마친 시각")),
                (
                    "assignee",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="담당자",
                    ),
                ),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="casework.case",
                        verbose_name="민원",
                    ),
                ),
                (
                    "done_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="마친 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "할 일",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "case", "number"), name="task_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "open"), ("done_at__isnull", True)),
                            models.Q(models.Q(("state", "open"), _negated=True), ("done_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="task_done_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opinion", "deemed"), _negated=True),
                            models.Q(("deemed_basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="task_deemed_needs_basis",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["tenant_id", "case"], name="task_of_case"),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["tenant_id", "assignee", "due_at", "id"],
                        name="task_mine",
                    ),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["tenant_id", "department", "due_at", "id"],
                        name="task_department",
                    ),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["tenant_id", "due_at", "id"], name="task_due"
                    ),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["tenant_id", "case_kind", "due_at", "id"],
                        name="task_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("outcome", models.CharField(max_length=40, verbose_name="결정")),
                ("reason", models.TextField(verbose_name="이유와 근거 법조문")),
                ("conditions", models.TextField(blank=True, verbose_name="조건")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "검토 대기"), ("approved", "승인"), ("sent_back", "되돌림")],
                        default="proposed",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="올린 시각")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="검토 시각")),
                ("note", models.TextField(blank=True, verbose_name="되돌린 까닭")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="casework.case",
                        verbose_name="민원",
                    ),
                ),
                (
                    "checked_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="결재자",
                    ),
                ),
                (
                    "proposed_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="기안자",
                    ),
                ),
                (
                    "task",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.task",
                        verbose_name="할 일",
                    ),
                ),
            ],
            options={
                "verbose_name": "결정안",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "sent_back"), _negated=True),
                        fields=("tenant_id", "case"),
                        name="decision_one_alive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at__isnull", True), ("checked_by__isnull", True), ("state", "proposed")),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True),
                                ("checked_at__isnull", False),
                                ("checked_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="decision_checked_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            models.Q(("checked_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_two_people",
                        violation_error_message="올린 사람은 자기 결정안을 승인할 수 없습니다.",
                    ),
                ],
                "indexes": [models.Index(fields=["tenant_id", "case"], name="decision_of_case")],
            },
        ),
        migrations.CreateModel(
            name="Timer",
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
                            ("case_reminder", "처리기한 임박 알림"),
                            ("case_due", "처리기한 지남"),
                            ("task_reminder", "회신 독촉"),
                            ("task_due", "단계 기한 지남"),
                            ("deemed", "협의 간주"),
                        ],
                        max_length=14,
                        verbose_name="종류",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="때")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="timers",
                        to="casework.case",
                        verbose_name="민원",
                    ),
                ),
                (
                    "task",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="timers",
                        to="casework.task",
                        verbose_name="할 일",
                    ),
                ),
            ],
            options={
                "verbose_name": "알람",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "case", "task", "kind"), name="timer_once", nulls_distinct=False
                    )
                ],
                "indexes": [
                    models.Index(fields=["tenant_id", "at"], name="timer_at"),
                    models.Index(fields=["tenant_id", "task"], name="timer_of_task"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "대기"),
                            ("running", "처리 중"),
                            ("done", "마침"),
                            ("refused", "처리하지 못함"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("message", models.TextField(blank=True, verbose_name="까닭")),
                (
                    "deed",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="casework.bulkdeed",
                        verbose_name="일괄 처리",
                    ),
                ),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.case",
                        verbose_name="민원",
                    ),
                ),
            ],
            options={
                "verbose_name": "일괄 처리 한 건",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["tenant_id", "deed", "id"],
                        name="bulkitem_waiting",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("tenant_id", "deed", "case"), name="bulkitem_once")],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)), fields=["tenant_id", "due_at", "id"], name="case_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("tenant_id", "receipt_no"), name="case_receipt_once"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("state__in", ["running", "paused"])),
                    models.Q(
                        models.Q(("state__in", ["running", "paused"]), _negated=True), ("closed_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="case_closed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "running"), _negated=True), ("due_at__isnull", False), _connector="OR"
                ),
                name="case_running_has_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", True), ("closed_at__gte", models.F("received_at")), _connector="OR"
                ),
                name="case_closed_after",
            ),
        ),
        ProtectTenantTables(
            "casework.ProcessSpec",
            "casework.Case",
            "casework.EngineState",
            "casework.CaseEvent",
            "casework.Mention",
            "casework.ReceiptCounter",
            "casework.Task",
            "casework.Decision",
            "casework.CasePause",
            "casework.CaseExtension",
            "casework.Timer",
            "casework.NamedHoliday",
            "casework.CounterHours",
            "casework.BulkDeed",
            "casework.BulkItem",
            "casework.ReceiptTry",
        ),
    ]
