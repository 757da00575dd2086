import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_users_and_organisations"),
    ]

    operations = [
        migrations.CreateModel(
            name="DelegationRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("receipt", "접수증"),
                            ("supplement", "보완요구"),
                            ("extension", "처리기간 연장통지"),
                            ("consultation", "협의요청"),
                            ("reminder", "독촉"),
                            ("permit", "허가증"),
                            ("report_certificate", "신고증명서"),
                            ("refusal", "불허통지"),
                            ("prior_notice", "처분 사전통지"),
                            ("result", "처리결과 통지"),
                            ("plain", "일반 기안"),
                        ],
                        max_length=20,
                        verbose_name="종류",
                    ),
                ),
                ("variant", models.CharField(blank=True, max_length=40, verbose_name="업무")),
                ("department", models.CharField(blank=True, max_length=60, verbose_name="처리과")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "담당"), (2, "팀장"), (3, "과장"), (4, "국장"), (5, "부구청장"), (6, "구청장")],
                        verbose_name="전결권자",
                    ),
                ),
                ("basis", models.CharField(max_length=200, verbose_name="근거")),
                ("effective_from", models.DateField(verbose_name="시행일")),
                ("effective_until", models.DateField(blank=True, null=True, verbose_name="종료일(포함하지 않음)")),
            ],
            options={
                "verbose_name": "전결 규칙",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "kind", "variant", "department", "effective_from"),
                        name="delegationrule_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("effective_until__gt", models.F("effective_from"))),
                        name="delegationrule_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True), name="delegationrule_has_basis"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalText",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("code", models.CharField(max_length=40, verbose_name="번호")),
                ("label", models.CharField(max_length=80, verbose_name="이름")),
                ("sentence", models.TextField(verbose_name="문구")),
                ("law", models.CharField(max_length=80, verbose_name="법령")),
                ("article", models.CharField(max_length=40, verbose_name="조문")),
                ("days", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="기간(일)")),
                ("source", models.CharField(max_length=200, verbose_name="출처")),
                (
                    "status",
                    models.CharField(
                        choices=[("confirmed", "원문 확인"), ("to_check", "확인 필요")],
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="시행일")),
                ("effective_until", models.DateField(blank=True, null=True, verbose_name="종료일(포함하지 않음)")),
            ],
            options={
                "verbose_name": "법령 문구",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "code", "effective_from"), name="legaltext_once"),
                    models.CheckConstraint(
                        condition=models.Q(("effective_until__gt", models.F("effective_from"))),
                        name="legaltext_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("law", ""), _negated=True), models.Q(("article", ""), _negated=True)
                        ),
                        name="legaltext_has_article",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterTemplate",
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
                            ("receipt", "접수증"),
                            ("supplement", "보완요구"),
                            ("extension", "처리기간 연장통지"),
                            ("consultation", "협의요청"),
                            ("reminder", "독촉"),
                            ("permit", "허가증"),
                            ("report_certificate", "신고증명서"),
                            ("refusal", "불허통지"),
                            ("prior_notice", "처분 사전통지"),
                            ("result", "처리결과 통지"),
                            ("plain", "일반 기안"),
                        ],
                        max_length=20,
                        verbose_name="종류",
                    ),
                ),
                ("variant", models.CharField(blank=True, max_length=40, verbose_name="업무")),
                ("form", models.CharField(blank=True, max_length=80, verbose_name="서식")),
                ("title", models.CharField(max_length=200, verbose_name="제목")),
                ("body", models.TextField(verbose_name="본문")),
                ("fields", models.JSONField(default=list, verbose_name="적을 것")),
                ("legal_texts", models.JSONField(default=list, verbose_name="법령 문구")),
                ("needs_approval", models.BooleanField(default=True, verbose_name="결재 필요")),
                ("source", models.CharField(max_length=200, verbose_name="출처")),
                ("effective_from", models.DateField(verbose_name="시행일")),
                ("effective_until", models.DateField(blank=True, null=True, verbose_name="종료일(포함하지 않음)")),
            ],
            options={
                "verbose_name": "편지 틀",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "kind", "variant", "effective_from"), name="lettertemplate_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("effective_until__gt", models.F("effective_from"))),
                        name="lettertemplate_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
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
                ("subject", models.CharField(max_length=64, verbose_name="대상")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "접수증"),
                            ("supplement", "보완요구"),
                            ("extension", "처리기간 연장통지"),
                            ("consultation", "협의요청"),
                            ("reminder", "독촉"),
                            ("permit", "허가증"),
                            ("report_certificate", "신고증명서"),
                            ("refusal", "불허통지"),
                            ("prior_notice", "처분 사전통지"),
                            ("result", "처리결과 통지"),
                            ("plain", "일반 기안"),
                        ],
                        max_length=20,
                        verbose_name="종류",
                    ),
                ),
                ("variant", models.CharField(blank=True, max_length=40, verbose_name="업무")),
                ("title", models.CharField(max_length=200, verbose_name="제목")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "기안 중"),
                            ("in_approval", "결재 중"),
                            ("returned", "반려"),
                            ("outside", "온-나라 결재 중"),
                            ("issued", "시행"),
                            ("cancelled", "폐기"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="상태",
                    ),
                ),
                ("department", models.CharField(max_length=60, verbose_name="처리과")),
                ("drafter_name", models.CharField(max_length=60, verbose_name="기안한 이")),
                ("drafter_contact", models.CharField(blank=True, max_length=120, verbose_name="담당자 연락처")),
                ("drafted_at", models.DateTimeField(verbose_name="기안 시각")),
                ("worded_on", models.DateField(verbose_name="문구 기준일")),
                ("fields", models.JSONField(default=dict, verbose_name="적은 것")),
                ("needs_approval", models.BooleanField(default=True, verbose_name="결재 필요")),
                (
                    "disclosure",
                    models.CharField(
                        choices=[("open", "공개"), ("partial", "부분공개"), ("closed", "비공개")],
                        max_length=10,
                        verbose_name="공개구분",
                    ),
                ),
                (
                    "disclosure_clauses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="비공개 호",
                    ),
                ),
                (
                    "retention",
                    models.CharField(
                        choices=[
                            ("1", "1년"),
                            ("3", "3년"),
                            ("5", "5년"),
                            ("10", "10년"),
                            ("30", "30년"),
                            ("semi", "준영구"),
                            ("permanent", "영구"),
                        ],
                        max_length=10,
                        verbose_name="보존기간",
                    ),
                ),
                ("recipient_name", models.CharField(max_length=80, verbose_name="받는 이")),
                ("recipient_title", models.CharField(blank=True, max_length=20, verbose_name="높임말")),
                ("recipient_address", models.CharField(blank=True, max_length=200, verbose_name="주소")),
                ("recipient_postcode", models.CharField(blank=True, max_length=5, verbose_name="우편번호")),
                ("recipient_email", models.CharField(blank=True, max_length=120, verbose_name="전자우편")),
                ("version_no", models.PositiveSmallIntegerField(default=1, verbose_name="판")),
                ("round_no", models.PositiveSmallIntegerField(default=0, verbose_name="결재 차수")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="고친 횟수")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="문서번호")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="시행일")),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="시행 시각")),
                ("decided_by", models.CharField(blank=True, max_length=60, verbose_name="결재한 이")),
                ("from_onnara", models.BooleanField(default=False, verbose_name="온-나라 결재")),
                ("served_on", models.DateField(blank=True, null=True, verbose_name="도달일")),
                (
                    "drafted_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="기안자",
                    ),
                ),
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
                    "template",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.lettertemplate",
                        verbose_name="편지 틀",
                    ),
                ),
            ],
            options={
                "verbose_name": "문서",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("tenant_id"),
                        models.F("number"),
                        django.db.models.functions.datetime.ExtractYear("effective_on"),
                        condition=models.Q(("number", ""), _negated=True),
                        name="document_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("effective_on__isnull", False),
                                ("issued_at__isnull", False),
                                ("state", "issued"),
                                models.Q(("number", ""), _negated=True),
                            ),
                            models.Q(
                                ("effective_on__isnull", True),
                                ("issued_at__isnull", True),
                                ("number", ""),
                                models.Q(("state", "issued"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="document_issued_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("disclosure", "open"), ("disclosure_clauses__len", 0)),
                            models.Q(
                                models.Q(("disclosure", "open"), _negated=True), ("disclosure_clauses__len__gt", 0)
                            ),
                            _connector="OR",
                        ),
                        name="document_closed_names_clause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("served_on__isnull", True), ("served_on__gte", models.F("effective_on")), _connector="OR"
                        ),
                        name="document_served_after_issue",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["tenant_id", "subject"], name="document_subject"),
                    models.Index(fields=["tenant_id", "-drafted_at"], name="document_newest"),
                    models.Index(
                        condition=models.Q(("state__in", ["draft", "in_approval", "returned", "outside"])),
                        fields=["tenant_id", "state"],
                        name="document_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("title", models.CharField(max_length=60, verbose_name="직인")),
                ("stored_name", models.CharField(max_length=40, verbose_name="보관 이름")),
                ("sha256", models.CharField(max_length=64, verbose_name="해시")),
                ("effective_from", models.DateField(verbose_name="사용 시작일")),
                ("effective_until", models.DateField(blank=True, null=True, verbose_name="폐기일(포함하지 않음)")),
            ],
            options={
                "verbose_name": "직인",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "title", "effective_from"), name="seal_once"),
                    models.CheckConstraint(
                        condition=models.Q(("effective_until__gt", models.F("effective_from"))), name="seal_forward"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signatory",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("department", models.CharField(blank=True, max_length=60, verbose_name="처리과")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "담당"), (2, "팀장"), (3, "과장"), (4, "국장"), (5, "부구청장"), (6, "구청장")],
                        verbose_name="직위",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="시작일")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="종료일(포함하지 않음)")),
                (
                    "membership",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="소속",
                    ),
                ),
            ],
            options={
                "verbose_name": "결재 직위",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "membership", "from_on"), name="signatory_once"),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="signatory_forward"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UploadLimit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("largest_bytes", models.BigIntegerField(verbose_name="가장 큰 파일(바이트)")),
                ("most_files", models.PositiveSmallIntegerField(verbose_name="대상마다 파일 수")),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("pdf", "PDF"),
                                ("hwpx", "한글(HWPX)"),
                                ("hwp", "한글(HWP)"),
                                ("docx", "워드"),
                                ("xlsx", "엑셀"),
                                ("jpeg", "사진(JPEG)"),
                                ("png", "그림(PNG)"),
                                ("tiff", "그림(TIFF)"),
                                ("webp", "그림(WebP)"),
                                ("text", "글(TXT)"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                        verbose_name="받는 종류",
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="시행일")),
                ("effective_until", models.DateField(blank=True, null=True, verbose_name="종료일(포함하지 않음)")),
            ],
            options={
                "verbose_name": "첨부 제한",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "effective_from"), name="uploadlimit_once"),
                    models.CheckConstraint(
                        condition=models.Q(("effective_until__gt", models.F("effective_from"))),
                        name="uploadlimit_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("largest_bytes__gt", 0), ("most_files__gt", 0)), name="uploadlimit_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("from_on", models.DateField(verbose_name="시작일")),
                ("until_on", models.DateField(verbose_name="종료일(포함하지 않음)")),
                ("reason", models.CharField(max_length=40, verbose_name="사유")),
                (
                    "deputy",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="대결자",
                    ),
                ),
                (
                    "membership",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.membership",
                        verbose_name="부재자",
                    ),
                ),
            ],
            options={
                "verbose_name": "부재",
                "indexes": [models.Index(fields=["tenant_id", "deputy"], name="absence_deputy")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "membership", "from_on"), name="absence_once"),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="absence_forward"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deputy", models.F("membership")), _negated=True),
                        name="absence_other_deputy",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
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
                ("subject", models.CharField(max_length=64, verbose_name="대상")),
                ("label", models.CharField(blank=True, max_length=80, verbose_name="서류")),
                ("name", models.CharField(max_length=200, verbose_name="파일 이름")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("hwpx", "한글(HWPX)"),
                            ("hwp", "한글(HWP)"),
                            ("docx", "워드"),
                            ("xlsx", "엑셀"),
                            ("jpeg", "사진(JPEG)"),
                            ("png", "그림(PNG)"),
                            ("tiff", "그림(TIFF)"),
                            ("webp", "그림(WebP)"),
                            ("text", "글(TXT)"),
                        ],
                        max_length=10,
                        verbose_name="종류",
                    ),
                ),
                ("size", models.BigIntegerField(verbose_name="크기(바이트)")),
                ("sha256", models.CharField(max_length=64, verbose_name="해시")),
                ("stored_name", models.CharField(max_length=40, verbose_name="보관 이름")),
                (
                    "scan_state",
                    models.CharField(
                        choices=[("not_scanned", "검사 안 함"), ("clean", "이상 없음")],
                        max_length=12,
                        verbose_name="악성코드 검사",
                    ),
                ),
                ("scanned_by", models.CharField(blank=True, max_length=60, verbose_name="검사기")),
                ("from_applicant", models.BooleanField(default=False, verbose_name="신청인이 올림")),
                ("added_by_name", models.CharField(max_length=60, verbose_name="올린 이")),
                ("added_at", models.DateTimeField(verbose_name="올린 때")),
                (
                    "added_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="올린 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "첨부",
                "indexes": [models.Index(fields=["tenant_id", "subject"], name="attachment_subject")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "stored_name"), name="attachment_stored_once"),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="attachment_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(("subject", ""), _negated=True), name="attachment_has_subject"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scan_state", "not_scanned"), ("scanned_by", "")),
                            models.Q(("scan_state", "clean"), models.Q(("scanned_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="attachment_scan_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                    "how",
                    models.CharField(
                        choices=[
                            ("post", "우편"),
                            ("email", "전자우편"),
                            ("pickup", "직접 수령"),
                            ("notice", "공시송달"),
                            ("internal", "내부 전달"),
                        ],
                        max_length=10,
                        verbose_name="방법",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "보낼 것"), ("sent", "보냄"), ("served", "도달"), ("failed", "돌아옴")],
                        default="planned",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("to_name", models.CharField(max_length=80, verbose_name="받는 이")),
                ("to_address", models.CharField(blank=True, max_length=200, verbose_name="주소")),
                ("to_postcode", models.CharField(blank=True, max_length=5, verbose_name="우편번호")),
                ("to_email", models.CharField(blank=True, max_length=120, verbose_name="전자우편")),
                ("is_simulated", models.BooleanField(default=False, verbose_name="모의 발송")),
                ("planned_at", models.DateTimeField(verbose_name="맡긴 때")),
                ("planned_by", models.CharField(max_length=60, verbose_name="맡긴 이")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="보낸 때")),
                ("served_on", models.DateField(blank=True, null=True, verbose_name="도달일")),
                ("failed_on", models.DateField(blank=True, null=True, verbose_name="돌아온 날")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="적요")),
                (
                    "document",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="documents.document",
                        verbose_name="문서",
                    ),
                ),
            ],
            options={
                "verbose_name": "송달",
                "indexes": [
                    models.Index(fields=["tenant_id", "document"], name="delivery_document"),
                    models.Index(
                        condition=models.Q(("state", "planned")),
                        fields=["tenant_id", "how", "state"],
                        name="delivery_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("served_on__isnull", False), ("state", "served")),
                            models.Q(models.Q(("state", "served"), _negated=True), ("served_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="delivery_served_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failed_on__isnull", False), ("state", "failed")),
                            models.Q(models.Q(("state", "failed"), _negated=True), ("failed_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="delivery_failed_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "post"), _negated=True),
                            models.Q(("to_address", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="delivery_post_has_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "email"), _negated=True),
                            models.Q(("to_email", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="delivery_email_has_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True), ("sent_at__gte", models.F("planned_at")), _connector="OR"
                        ),
                        name="delivery_sent_after_plan",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("round_no", models.PositiveSmallIntegerField(verbose_name="차수")),
                ("position", models.PositiveSmallIntegerField(verbose_name="순서")),
                (
                    "role",
                    models.CharField(
                        choices=[("draft", "기안"), ("review", "검토"), ("cooperate", "협조"), ("approve", "결재")],
                        max_length=10,
                        verbose_name="구분",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="이름")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "담당"), (2, "팀장"), (3, "과장"), (4, "국장"), (5, "부구청장"), (6, "구청장")],
                        verbose_name="직위",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "기다림"), ("done", "서명"), ("returned", "반려")],
                        default="waiting",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                (
                    "signed_as",
                    models.CharField(
                        blank=True,
                        choices=[("own", "본인"), ("delegated", "전결"), ("acting", "대결")],
                        max_length=10,
                        verbose_name="자격",
                    ),
                ),
                ("signed_name", models.CharField(blank=True, max_length=60, verbose_name="서명한 이")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="서명 시각")),
                ("comment", models.CharField(blank=True, max_length=500, verbose_name="의견")),
                (
                    "membership",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="결재자",
                    ),
                ),
                (
                    "signed_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="서명한 사람",
                    ),
                ),
                (
                    "document",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="documents.document",
                        verbose_name="문서",
                    ),
                ),
            ],
            options={
                "verbose_name": "결재 단계",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["tenant_id", "membership"],
                        name="approvalstep_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "document", "round_no", "position"), name="approvalstep_once"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "document", "round_no", "membership"), name="approvalstep_person_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_as", ""), ("signed_at__isnull", True), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("signed_at__isnull", False),
                                models.Q(("signed_as", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="approvalstep_signed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("comment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="approvalstep_return_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "format",
                    models.CharField(choices=[("hwpx", "HWPX"), ("pdf", "PDF")], max_length=5, verbose_name="형식"),
                ),
                ("stored_name", models.CharField(max_length=40, verbose_name="보관 이름")),
                ("size", models.BigIntegerField(verbose_name="크기(바이트)")),
                ("sha256", models.CharField(max_length=64, verbose_name="해시")),
                ("made_at", models.DateTimeField(verbose_name="만든 때")),
                (
                    "document",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="documents.document",
                        verbose_name="문서",
                    ),
                ),
            ],
            options={
                "verbose_name": "문서 파일",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "document", "format"), name="documentfile_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentRegister",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("department", models.CharField(max_length=60, verbose_name="처리과")),
                ("year", models.PositiveSmallIntegerField(verbose_name="연도")),
                ("prefix", models.CharField(max_length=60, verbose_name="앞말")),
                ("last_no", models.PositiveIntegerField(default=0, verbose_name="마지막 번호")),
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
            ],
            options={
                "verbose_name": "문서등록대장",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "organisation", "department", "year"), name="register_once"
                    ),
                    models.UniqueConstraint(fields=("tenant_id", "prefix", "year"), name="register_prefix_once"),
                    models.CheckConstraint(
                        condition=models.Q(("prefix", ""), _negated=True), name="register_has_prefix"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("no", models.PositiveSmallIntegerField(verbose_name="판")),
                ("title", models.CharField(max_length=200, verbose_name="제목")),
                ("blocks", models.JSONField(verbose_name="본문")),
                ("by_hand", models.BooleanField(default=False, verbose_name="손으로 고침")),
                ("written_by", models.CharField(max_length=60, verbose_name="쓴 이")),
                ("written_at", models.DateTimeField(verbose_name="쓴 때")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="고친 까닭")),
                (
                    "document",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="documents.document",
                        verbose_name="문서",
                    ),
                ),
            ],
            options={
                "verbose_name": "문서 판",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "document", "no"), name="documentversion_once")
                ],
            },
        ),
        ProtectTenantTables(
            "documents.Attachment",
            "documents.UploadLimit",
            "documents.DocumentRegister",
            "documents.LetterTemplate",
            "documents.LegalText",
            "documents.Seal",
            "documents.Document",
            "documents.DocumentVersion",
            "documents.DocumentFile",
            "documents.ApprovalStep",
            "documents.DelegationRule",
            "documents.Signatory",
            "documents.Absence",
            "documents.Delivery",
        ),
    ]
