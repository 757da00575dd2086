"""What people ask for, and what was destroyed."""

import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_role_of_consulted_departments"),
        ("exchange", "0004_who_sent_it"),
    ]

    operations = [
        migrations.CreateModel(
            name="Destruction",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("on", models.DateField(verbose_name="기준일")),
                ("at", models.DateTimeField(verbose_name="파기 시각")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("handouts", "제공 기록"),
                            ("grants", "공적급여"),
                            ("needs", "욕구·위기"),
                            ("consents", "동의"),
                            ("rows", "받은 파일의 줄"),
                            ("records", "사람의 원본 기록"),
                            ("persons", "남은 것이 없는 사람"),
                        ],
                        max_length=12,
                        verbose_name="대상",
                    ),
                ),
                ("n_rows", models.PositiveIntegerField(verbose_name="건수")),
                ("reason", models.CharField(max_length=200, verbose_name="사유")),
                ("basis", models.CharField(max_length=200, verbose_name="근거")),
                ("by_ref", models.CharField(max_length=60, verbose_name="파기한 사람")),
                ("by_name", models.CharField(max_length=40, verbose_name="파기한 사람 이름")),
            ],
            options={
                "verbose_name": "파기대장",
            },
        ),
        migrations.CreateModel(
            name="RightsRequest",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "열람"),
                            ("correction", "정정"),
                            ("deletion", "삭제"),
                            ("stop", "처리정지"),
                            ("objection", "이의"),
                        ],
                        max_length=12,
                        verbose_name="요구",
                    ),
                ),
                ("words", models.CharField(max_length=500, verbose_name="내용")),
                ("by_proxy", models.CharField(blank=True, max_length=60, verbose_name="대리인")),
                ("received_on", models.DateField(verbose_name="받은 날")),
                ("due_on", models.DateField(verbose_name="처리기한")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "처리 중"), ("done", "들어줌"), ("refused", "들어주지 못함")],
                        default="open",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="처리 결과")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="처리한 날")),
                (
                    "answered_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="처리한 사람",
                    ),
                ),
                (
                    "organisation",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                        verbose_name="어느 기관의 기록",
                    ),
                ),
                (
                    "received_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="받은 사람",
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
                "verbose_name": "권리 요구",
                "indexes": [
                    models.Index(fields=["tenant_id", "record"], name="rightsrequest_record"),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["tenant_id", "due_on"], name="rightsrequest_open"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_on__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("answered_on__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rightsrequest_answer_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["access", "correction", "deletion", "stop", "objection"])),
                        name="rightsrequest_kind_known",
                    ),
                ],
            },
        ),
        ProtectTenantTables("rights.RightsRequest", "rights.Destruction"),
    ]
