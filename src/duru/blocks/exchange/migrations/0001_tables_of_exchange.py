import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.exchange import bulk_walls
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_users_and_organisations"),
        ("places", "0001_tables_of_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
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
                ("dataset", models.CharField(max_length=30, verbose_name="자료 종류")),
                ("file_name", models.CharField(max_length=200, verbose_name="파일 이름")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="파일 지문")),
                ("size", models.BigIntegerField(default=0, verbose_name="크기")),
                ("kind", models.CharField(blank=True, max_length=10, verbose_name="형식")),
                ("encoding", models.CharField(blank=True, max_length=20, verbose_name="글자 방식")),
                ("delimiter", models.CharField(blank=True, max_length=1, verbose_name="구분 글자")),
                ("stored_path", models.CharField(blank=True, max_length=400)),
                ("is_own_copy", models.BooleanField(default=False)),
                ("layout", models.JSONField(default=dict)),
                ("plan", models.JSONField(default=dict)),
                ("count_each", models.BooleanField(default=False, verbose_name="같은 줄을 각각 셈")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "올림"),
                            ("mapped", "열 확인됨"),
                            ("staging", "검사 중"),
                            ("staged", "미리보기"),
                            ("accepting", "반영 중"),
                            ("accepted", "반영됨"),
                            ("cancelled", "취소됨"),
                            ("failed", "받지 못함"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("failure", models.TextField(blank=True, verbose_name="받지 못한 까닭")),
                ("staged_offset", models.BigIntegerField(default=0)),
                ("staged_line", models.BigIntegerField(default=0)),
                ("staged_sheet", models.SmallIntegerField(default=0)),
                ("readable_size", models.BigIntegerField(default=0)),
                ("first_row", models.BigIntegerField(blank=True, null=True)),
                ("last_row", models.BigIntegerField(blank=True, null=True)),
                ("settled_row", models.BigIntegerField(default=0)),
                ("n_rows", models.BigIntegerField(default=0, verbose_name="줄")),
                ("n_taken", models.BigIntegerField(default=0, verbose_name="받음")),
                ("n_refused", models.BigIntegerField(default=0, verbose_name="거절")),
                ("n_duplicate", models.BigIntegerField(default=0, verbose_name="이미 받은 줄")),
                ("n_left_out", models.BigIntegerField(default=0, verbose_name="합계 등 제외")),
                ("n_rrn_cut", models.BigIntegerField(default=0, verbose_name="지운 주민등록번호")),
                ("n_settled", models.BigIntegerField(default=0, verbose_name="반영한 줄")),
                ("uploaded_by", models.CharField(blank=True, max_length=60, verbose_name="올린 사람")),
                ("uploaded_at", models.DateTimeField(verbose_name="올린 시각")),
                ("staged_at", models.DateTimeField(blank=True, null=True, verbose_name="검사 시각")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="반영 시각")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="취소 시각")),
                (
                    "organisation",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                        verbose_name="기관",
                    ),
                ),
            ],
            options={
                "verbose_name": "받은 파일",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "uploaded",
                                    "mapped",
                                    "staging",
                                    "staged",
                                    "accepting",
                                    "accepted",
                                    "cancelled",
                                    "failed",
                                ],
                            )
                        ),
                        name="intake_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            ("accepted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="intake_accepted_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("failure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="intake_failed_says_why",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["tenant_id", "organisation", "-uploaded_at"], name="intake_of_organisation"),
                    models.Index(fields=["tenant_id", "-uploaded_at"], name="intake_newest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mapping",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("dataset", models.CharField(max_length=30, verbose_name="자료 종류")),
                ("signature", models.CharField(max_length=32, verbose_name="머리글 지문")),
                ("header", models.JSONField(default=list, verbose_name="머리글")),
                ("columns", models.JSONField(default=dict, verbose_name="열 맞춤")),
                ("count_each", models.BooleanField(default=False, verbose_name="같은 줄을 각각 셈")),
                ("confirmed_by", models.CharField(blank=True, max_length=60, verbose_name="확인한 사람")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="확인 시각")),
                (
                    "organisation",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "열 맞춤",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "organisation", "dataset", "signature"), name="mapping_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RowKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("hash", models.BinaryField()),
                ("row_id", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "셈한 줄",
                "constraints": [models.UniqueConstraint(fields=("tenant_id", "hash"), name="rowkey_once")],
            },
        ),
        migrations.CreateModel(
            name="SourceRecord",
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
                ("dataset", models.CharField(max_length=30, verbose_name="자료 종류")),
                ("is_register", models.BooleanField(default=False, verbose_name="주민등록 자료")),
                ("source_id", models.CharField(blank=True, max_length=60, verbose_name="기관 관리번호")),
                ("household_no", models.CharField(blank=True, max_length=60, verbose_name="세대 번호")),
                ("name_typed", models.CharField(blank=True, max_length=120, verbose_name="성명(적힌 대로)")),
                ("birth_typed", models.CharField(blank=True, max_length=60, verbose_name="생년월일(적힌 대로)")),
                ("sex_typed", models.CharField(blank=True, max_length=30, verbose_name="성별(적힌 대로)")),
                ("phone_typed", models.CharField(blank=True, max_length=120, verbose_name="전화(적힌 대로)")),
                ("address_typed", models.CharField(blank=True, max_length=400, verbose_name="주소(적힌 대로)")),
                ("name", models.CharField(max_length=120, verbose_name="성명")),
                ("name_jamo", models.CharField(blank=True, max_length=400)),
                ("birth_on", models.DateField(blank=True, null=True, verbose_name="생년월일")),
                ("birth_year", models.SmallIntegerField(blank=True, null=True, verbose_name="출생 연도")),
                ("birth_is_lunar", models.BooleanField(default=False, verbose_name="음력")),
                ("sex", models.CharField(blank=True, max_length=1, verbose_name="성별")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="전화")),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="동·층·호")),
                ("dong_code", models.CharField(blank=True, max_length=10, verbose_name="행정동")),
                ("mention_hash", models.BinaryField()),
                ("first_row_id", models.BigIntegerField()),
                ("first_seen_at", models.DateTimeField(verbose_name="처음 받은 시각")),
                (
                    "building",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="places.building",
                        verbose_name="건물",
                    ),
                ),
                (
                    "organisation",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                        verbose_name="기관",
                    ),
                ),
            ],
            options={
                "verbose_name": "원본 기록",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "organisation", "mention_hash"), name="sourcerecord_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["", "M", "F"])), name="sourcerecord_sex_known"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["tenant_id", "name", "birth_on"], name="sourcerecord_name_birth"),
                    models.Index(fields=["tenant_id", "first_row_id"], name="sourcerecord_first_row"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("sheet", models.SmallIntegerField()),
                ("line", models.IntegerField()),
                ("cells", models.TextField()),
                ("hash", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("taken", "받음"),
                            ("refused", "거절"),
                            ("duplicate", "이미 받은 줄"),
                            ("left_out", "합계 등 제외"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "intake",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exchange.intake",
                    ),
                ),
            ],
            options={
                "verbose_name": "받은 줄",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "taken"), _negated=True),
                        fields=["tenant_id", "intake", "state", "id"],
                        name="sourcerow_not_taken",
                    )
                ],
            },
        ),
        ProtectTenantTables(
            "exchange.Mapping", "exchange.Intake", "exchange.SourceRow", "exchange.RowKey", "exchange.SourceRecord"
        ),
        migrations.RunSQL(bulk_walls.FORWARD, bulk_walls.BACKWARD),
    ]
