"""Cards, items, deliveries, the ledger of the door, one-time links."""

import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.giving.rules
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
            name="Card",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "code",
                    models.CharField(
                        default=duru.blocks.giving.rules.new_card_code,
                        max_length=12,
                        unique=True,
                        verbose_name="카드 번호",
                    ),
                ),
                ("issued_at", models.DateTimeField(verbose_name="발급 시각")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="회수 시각")),
                (
                    "issued_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="발급한 사람",
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
                        verbose_name="발급 기관",
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
                "verbose_name": "이용자 카드",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("tenant_id", "record"),
                        name="card_one_running",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
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
                ("name", models.CharField(max_length=80, verbose_name="품목")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("food", "식품"),
                            ("living_cash", "생계(현금)"),
                            ("housing", "주거"),
                            ("fuel", "연료"),
                            ("medical", "의료"),
                            ("care", "돌봄"),
                            ("education", "교육"),
                            ("clothing", "의류"),
                            ("appliance", "가전"),
                            ("emotional", "정서"),
                            ("leisure", "여가"),
                            ("legal", "법률"),
                            ("goods", "생필품"),
                            ("other", "기타"),
                        ],
                        max_length=12,
                        verbose_name="분류",
                    ),
                ),
                ("unit", models.CharField(default="개", max_length=20, verbose_name="단위")),
                ("value_won", models.BigIntegerField(blank=True, null=True, verbose_name="한 단위의 값(원)")),
                (
                    "per",
                    models.CharField(
                        choices=[("person", "개인"), ("household", "가구")],
                        default="person",
                        max_length=10,
                        verbose_name="누구에게",
                    ),
                ),
                ("campaign", models.CharField(blank=True, max_length=120, verbose_name="사업·행사")),
                ("is_active", models.BooleanField(default=True, verbose_name="사용")),
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
                "verbose_name": "나눔 물품",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "organisation", "name"), name="item_name_once"),
                    models.CheckConstraint(condition=models.Q(("value_won__gte", 0)), name="item_value_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lot",
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
                ("quantity", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="들어온 수량")),
                ("received_on", models.DateField(verbose_name="들어온 날")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="유통기한(이날까지)")),
                ("donor", models.CharField(blank=True, max_length=80, verbose_name="후원자")),
                (
                    "funding",
                    models.CharField(
                        choices=[
                            ("national", "국비"),
                            ("province", "시·도비"),
                            ("district", "구비"),
                            ("chest", "공동모금회"),
                            ("donation", "후원"),
                            ("own", "자체"),
                            ("unknown", "미상"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="재원",
                    ),
                ),
                ("receipt_no", models.CharField(blank=True, max_length=20, verbose_name="수령증 번호")),
                ("recorded_at", models.DateTimeField(verbose_name="기록 시각")),
                (
                    "item",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="giving.item",
                        verbose_name="품목",
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
            ],
            options={
                "verbose_name": "입고",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="lot_quantity_positive")
                ],
                "indexes": [models.Index(fields=["tenant_id", "item"], name="lot_item")],
            },
        ),
        migrations.CreateModel(
            name="DoorEntry",
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
                            ("given", "제공"),
                            ("declined", "수령 거부"),
                            ("group", "단체·무기명 배부"),
                            ("returned", "반품"),
                            ("voided", "정정(취소)"),
                        ],
                        max_length=10,
                        verbose_name="구분",
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="수량")),
                ("stock_change", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="재고 변화")),
                ("n_people", models.PositiveIntegerField(default=1, verbose_name="받은 사람 수")),
                (
                    "hand",
                    models.CharField(
                        choices=[
                            ("self", "본인"),
                            ("family", "가족"),
                            ("neighbour", "이웃"),
                            ("tongjang", "통장"),
                            ("worker", "담당자"),
                        ],
                        default="self",
                        max_length=10,
                        verbose_name="받은 사람",
                    ),
                ),
                (
                    "delivery",
                    models.CharField(
                        choices=[("pickup", "내방"), ("visit", "방문"), ("parcel", "택배")],
                        default="pickup",
                        max_length=10,
                        verbose_name="전달",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="메모")),
                ("on", models.DateField(verbose_name="준 날")),
                ("at", models.DateTimeField(verbose_name="기록 시각")),
                ("handout_id", models.BigIntegerField(blank=True, null=True, verbose_name="제공 기록")),
                (
                    "by",
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
                    "card",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="giving.card",
                        verbose_name="카드",
                    ),
                ),
                (
                    "follows",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="giving.doorentry",
                        verbose_name="앞 줄",
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
                    "record",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="exchange.sourcerecord",
                        verbose_name="대상",
                    ),
                ),
                (
                    "item",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="giving.item",
                        verbose_name="품목",
                    ),
                ),
                (
                    "lot",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="giving.lot",
                        verbose_name="입고",
                    ),
                ),
            ],
            options={
                "verbose_name": "나눔 장부",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "follows"), name="doorentry_followed_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="doorentry_quantity_positive"),
                    models.CheckConstraint(condition=models.Q(("n_people__gte", 1)), name="doorentry_somebody"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["given", "declined", "group", "returned", "voided"])),
                        name="doorentry_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("follows__isnull", False), ("kind__in", ("returned", "voided"))),
                            models.Q(
                                models.Q(("kind__in", ("returned", "voided")), _negated=True), ("follows__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="doorentry_follows_something",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["tenant_id", "organisation", "-at"], name="doorentry_of_agency"),
                    models.Index(fields=["tenant_id", "lot"], name="doorentry_lot"),
                    models.Index(fields=["tenant_id", "record"], name="doorentry_record"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordLink",
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
                ("token_hash", models.BinaryField(max_length=32, verbose_name="링크 해시")),
                ("label", models.CharField(max_length=60, verbose_name="누구에게")),
                ("issued_at", models.DateTimeField(verbose_name="발급 시각")),
                ("expires_at", models.DateTimeField(verbose_name="만료")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="쓴 시각")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="회수 시각")),
                (
                    "issued_by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="발급한 사람",
                    ),
                ),
                (
                    "membership",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="기록전용 소속",
                    ),
                ),
            ],
            options={
                "verbose_name": "기록전용 링크",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "token_hash"), name="recordlink_token_once")
                ],
            },
        ),
        ProtectTenantTables("giving.Card", "giving.Item", "giving.Lot", "giving.DoorEntry", "giving.RecordLink"),
    ]
