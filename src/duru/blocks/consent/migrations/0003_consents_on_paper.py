"""Consent forms on paper: printed with a bar code, scanned back."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_users_and_organisations"),
        ("consent", "0002_sharing_bodies"),
        ("exchange", "0004_who_sent_it"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsentSheet",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("number", models.CharField(max_length=12, verbose_name="동의서 번호")),
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
                ("n_years", models.PositiveSmallIntegerField(verbose_name="보유·이용 기간(년)")),
                ("form_version", models.CharField(max_length=20, verbose_name="서식 판")),
                ("printed_at", models.DateTimeField(verbose_name="인쇄 시각")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "동의"), ("refused", "거부"), ("void", "못 쓰게 됨")],
                        max_length=10,
                        verbose_name="돌아온 답",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="스캔 시각")),
                (
                    "consent",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="consent.consent",
                        verbose_name="동의",
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
                        verbose_name="받는 기관",
                    ),
                ),
                (
                    "printed_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="인쇄한 사람",
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
                "verbose_name": "동의서",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "number"), name="consentsheet_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")),
                        fields=("tenant_id", "record", "purpose", "recipient"),
                        name="consentsheet_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="consentsheet_answer_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "agreed"), ("consent__isnull", False)),
                            models.Q(models.Q(("answer", "agreed"), _negated=True), ("consent__isnull", True)),
                            _connector="OR",
                        ),
                        name="consentsheet_agreed_has_consent",
                    ),
                ],
            },
        ),
        ProtectTenantTables("consent.ConsentSheet"),
    ]
