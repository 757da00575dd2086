import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_users_and_organisations"),
        ("exchange", "0001_tables_of_exchange"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("service_link", "서비스 연계"),
                            ("overlap_check", "중복 확인(신호등)"),
                            ("case_sharing", "통합사례관리 공유"),
                            ("health_welfare", "보건·복지 연계"),
                            ("move_handover", "전출지 인계"),
                        ],
                        max_length=20,
                        verbose_name="목적",
                    ),
                ),
                (
                    "recipient",
                    models.CharField(
                        choices=[
                            ("district", "구청·동 주민센터"),
                            ("health_centre", "보건소"),
                            ("welfare_centre", "사회복지관·시설"),
                            ("food_bank", "푸드뱅크·푸드마켓"),
                            ("private", "그 밖의 민간 기관"),
                        ],
                        max_length=20,
                        verbose_name="제공받는 자",
                    ),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("identity", "성명·생년월일·성별"),
                                ("contact", "주소·연락처"),
                                ("private_handouts", "민간 제공 기록"),
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
                ("with_sensitive", models.BooleanField(default=False, verbose_name="민감정보 별도 동의")),
                ("with_unique_id", models.BooleanField(default=False, verbose_name="고유식별정보 별도 동의")),
                ("from_on", models.DateField(verbose_name="시작일")),
                ("until_on", models.DateField(verbose_name="종료일(포함하지 않음)")),
                ("form_version", models.CharField(max_length=20, verbose_name="서식 판")),
                (
                    "proof_kind",
                    models.CharField(
                        choices=[
                            ("paper", "종이 서식"),
                            ("screen", "화면 서명"),
                            ("recording", "녹취"),
                            ("representative", "법정대리인 서식"),
                        ],
                        max_length=20,
                        verbose_name="증빙",
                    ),
                ),
                ("proof_reference", models.CharField(max_length=80, verbose_name="증빙 번호")),
                ("recorded_at", models.DateTimeField(verbose_name="기록 시각")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="철회 시각")),
                (
                    "organisation",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                        verbose_name="받은 기관",
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
                (
                    "withdrawn_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="철회 기록자",
                    ),
                ),
            ],
            options={
                "verbose_name": "동의",
                "indexes": [models.Index(fields=["tenant_id", "record"], name="consent_record")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="consent_span_forward"
                    ),
                    models.CheckConstraint(condition=models.Q(("items__len__gt", 0)), name="consent_has_items"),
                    models.CheckConstraint(
                        condition=models.Q(("proof_reference", ""), _negated=True), name="consent_has_proof"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="consent_withdrawal_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("items__contains", ["health_flags"]), _negated=True),
                            ("with_sensitive", True),
                            _connector="OR",
                        ),
                        name="consent_health_needs_sensitive",
                        violation_error_message="건강 관련 표시는 민감정보 별도 동의가 있어야 합니다.",
                    ),
                ],
            },
        ),
        ProtectTenantTables("consent.Consent"),
    ]
