"""Letters between two tenants, seen by these two alone."""

import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTwoPartyTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0002_statistics_by_the_owner"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=duru.kernel.ids.new_public_id, editable=False, max_length=26, unique=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "답을 기다림"),
                            ("accepted", "받음"),
                            ("refused", "받지 않음"),
                            ("withdrawn", "거둠"),
                            ("expired", "기한 지남"),
                        ],
                        default="sent",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("person_ref", models.CharField(max_length=26, verbose_name="보낸 곳의 사람")),
                ("items", models.JSONField(default=list, verbose_name="동의한 항목")),
                ("sealed", models.BinaryField(null=True, verbose_name="봉한 내용")),
                ("sent_at", models.DateTimeField(verbose_name="보낸 시각")),
                ("sent_by", models.CharField(max_length=120, verbose_name="보낸 사람")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="답한 시각")),
                ("answered_by", models.CharField(blank=True, max_length=120, verbose_name="답한 사람")),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="답")),
                ("record_id", models.BigIntegerField(blank=True, null=True, verbose_name="받은 곳의 기록")),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.tenant",
                        verbose_name="받는 곳",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        db_default=duru.blocks.tenancy.models.CurrentTenant(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.tenant",
                        verbose_name="보낸 곳",
                    ),
                ),
            ],
            options={
                "verbose_name": "전출지 인계",
                "indexes": [models.Index(fields=["receiver", "state", "sent_at"], name="handover_inbox")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "sent")),
                        fields=("sender", "person_ref"),
                        name="handover_one_waiting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["sent", "accepted"]), ("sealed__isnull", True), _connector="OR"
                        ),
                        name="handover_over_is_empty",
                    ),
                ],
            },
        ),
        ProtectTwoPartyTables("handover.Handover"),
    ]
