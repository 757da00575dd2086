"""E-mail of the applicant, and the short notices applicants were sent."""

import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_closed_cases_may_be_erased")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="applicant_email",
            field=models.CharField(blank=True, db_default="", default="", max_length=120, verbose_name="전자우편"),
        ),
        migrations.CreateModel(
            name="Notice",
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
                    "channel",
                    models.CharField(
                        choices=[("text", "문자"), ("email", "전자우편")], max_length=8, verbose_name="길"
                    ),
                ),
                ("address", models.CharField(max_length=120, verbose_name="받는 곳")),
                ("words", models.TextField(max_length=1000, verbose_name="알린 말")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "보내는 중"), ("sent", "보냄")],
                        default="waiting",
                        max_length=8,
                        verbose_name="상태",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="적은 시각")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="보낸 시각")),
                ("carrier", models.CharField(blank=True, max_length=40, verbose_name="보낸 방법")),
                ("is_simulated", models.BooleanField(default=False, verbose_name="모의")),
                (
                    "case",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
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
                        related_name="+",
                        to="casework.caseevent",
                        verbose_name="알린 이력",
                    ),
                ),
            ],
            options={
                "verbose_name": "신청인 알림",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["tenant_id", "id"], name="notice_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "event", "channel"), name="notice_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", True), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("sent_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="notice_sent_whole",
                    ),
                ],
            },
        ),
        ProtectTenantTables("casework.Notice"),
    ]
