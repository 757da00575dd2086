import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    """Emergency openings (비상 열람), and the roles of those who share a case across health and welfare."""

    dependencies = [("access", "0002_role_of_consulted_departments")]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("mayor", "구청장"),
                    ("welfare_lead", "복지정책과 담당"),
                    ("caseworker", "동 복지팀"),
                    ("agency_worker", "기관 실무자"),
                    ("recorder", "기록전용"),
                    ("health_worker", "보건소 담당"),
                    ("hospital_worker", "병원 퇴원 담당"),
                    ("permit_officer", "장사 담당"),
                    ("department_officer", "협의 부서 담당"),
                    ("privacy_officer", "개인정보보호책임자"),
                    ("admin", "시스템 관리자"),
                ],
                max_length=20,
                verbose_name="역할",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("gu_office", "구청"),
                    ("dong_office", "동 주민센터"),
                    ("health_centre", "보건소"),
                    ("welfare_centre", "복지관"),
                    ("food_bank", "푸드뱅크"),
                    ("religious", "종교기관"),
                    ("volunteer", "자원봉사"),
                    ("hospital", "병원"),
                    ("company", "기업·후원"),
                    ("other", "기타"),
                ],
                max_length=20,
                verbose_name="종류",
            ),
        ),
        migrations.CreateModel(
            name="GlassOpening",
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
                ("kind", models.CharField(max_length=40, verbose_name="종류")),
                ("subject_ref", models.CharField(max_length=60, verbose_name="대상")),
                ("reason", models.CharField(max_length=300, verbose_name="까닭")),
                ("opened_at", models.DateTimeField(verbose_name="연 시각")),
                ("until_at", models.DateTimeField(verbose_name="저절로 닫히는 시각")),
                ("review_by_on", models.DateField(verbose_name="검토 기한")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="일찍 닫은 시각")),
                ("reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="검토 시각")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("justified", "정당함"), ("unjustified", "까닭이 모자람")],
                        max_length=12,
                        verbose_name="검토 결과",
                    ),
                ),
                ("review_note", models.CharField(blank=True, max_length=500, verbose_name="검토 의견")),
                (
                    "opened_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="연 사람",
                    ),
                ),
                (
                    "reviewed_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="검토한 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "비상 열람",
                "indexes": [
                    models.Index(
                        fields=["tenant_id", "opened_by", "kind", "subject_ref", "until_at"], name="glass_of_opener"
                    ),
                    models.Index(
                        condition=models.Q(("reviewed_at", None)),
                        fields=["tenant_id", "review_by_on"],
                        name="glass_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_at__gt", models.F("opened_at"))), name="glass_is_limited"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="glass_has_reason"),
                    models.CheckConstraint(
                        condition=models.Q(("opened_by", models.F("reviewed_by")), _negated=True),
                        name="glass_is_reviewed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reviewed_at", None), ("reviewed_by", None), ("verdict", "")),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                models.Q(("verdict", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="glass_review_is_whole",
                    ),
                ],
            },
        ),
        ProtectTenantTables("access.GlassOpening"),
    ]
