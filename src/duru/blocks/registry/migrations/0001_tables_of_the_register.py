"""Persons, households, life events and decisions about a status, behind the tenant wall."""

import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "__first__"),
        ("places", "0001_tables_of_places"),
        ("exchange", "0001_tables_of_exchange"),
    ]

    operations = [
        migrations.CreateModel(
            name="Household",
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
                ("source_no", models.CharField(max_length=40, verbose_name="세대번호")),
                ("unit", models.CharField(blank=True, max_length=40, verbose_name="동·층·호")),
                ("dong_code", models.CharField(blank=True, max_length=10, verbose_name="행정동 코드")),
                (
                    "building",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.building",
                        verbose_name="건물",
                    ),
                ),
            ],
            options={
                "verbose_name": "세대",
                "constraints": [models.UniqueConstraint(fields=("tenant_id", "source_no"), name="household_once")],
                "indexes": [models.Index(fields=["tenant_id", "building", "unit"], name="household_place")],
            },
        ),
        migrations.CreateModel(
            name="LifeEvent",
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
                            ("death", "사망"),
                            ("deregistration", "말소"),
                            ("residence_unknown", "거주불명 등록"),
                            ("move_out", "전출"),
                            ("move_in", "전입"),
                            ("split", "세대 분리"),
                            ("birth", "출생"),
                        ],
                        max_length=20,
                        verbose_name="구분",
                    ),
                ),
                ("on", models.DateField(db_column="happened_on", verbose_name="일자")),
                (
                    "state",
                    models.CharField(
                        choices=[("suspected", "의심"), ("confirmed", "확정")], max_length=10, verbose_name="상태"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=60, verbose_name="사유")),
                ("is_death", models.BooleanField(default=False, verbose_name="사망으로 봄")),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="신고일")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="받은 시각")),
                (
                    "record",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="life_events",
                        to="exchange.sourcerecord",
                        verbose_name="원본 기록",
                    ),
                ),
            ],
            options={
                "verbose_name": "인적 변동",
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                ("name", models.CharField(max_length=80, verbose_name="성명")),
                ("name_key", models.CharField(blank=True, max_length=80, verbose_name="성명 열쇠")),
                ("name_choseong", models.CharField(blank=True, max_length=80, verbose_name="초성")),
                ("birth_on", models.DateField(blank=True, null=True, verbose_name="생년월일")),
                ("birth_year", models.SmallIntegerField(blank=True, null=True, verbose_name="출생 연도")),
                (
                    "sex",
                    models.CharField(blank=True, choices=[("M", "남"), ("F", "여")], max_length=1, verbose_name="성별"),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="전화")),
                ("phone_tail", models.CharField(blank=True, max_length=4, verbose_name="전화 끝 네 자리")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="주소")),
                ("unit", models.CharField(blank=True, max_length=40, verbose_name="동·층·호")),
                ("dong_code", models.CharField(blank=True, max_length=10, verbose_name="행정동 코드")),
                ("is_register", models.BooleanField(default=False, verbose_name="주민 명단에 있음")),
                ("is_protected", models.BooleanField(default=False, verbose_name="비공개 대상")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("living", "생존"),
                            ("suspected", "사망 의심"),
                            ("dead", "사망"),
                            ("moved_out", "전출"),
                        ],
                        default="living",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("status_on", models.DateField(blank=True, null=True, verbose_name="상태 기준일")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="만든 시각")),
                ("refreshed_at", models.DateTimeField(auto_now=True, verbose_name="고친 시각")),
                (
                    "building",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.building",
                        verbose_name="건물",
                    ),
                ),
                (
                    "status_event",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.lifeevent",
                        verbose_name="근거",
                    ),
                ),
            ],
            options={
                "verbose_name": "사람",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "living"), ("status_on__isnull", True)),
                            models.Q(models.Q(("status", "living"), _negated=True), ("status_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="person_status_has_day",
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="person_has_name"),
                ],
                "indexes": [
                    models.Index(fields=["tenant_id", "name", "birth_year"], name="person_name"),
                    models.Index(fields=["tenant_id", "name_key"], name="person_name_key"),
                    models.Index(fields=["tenant_id", "name_choseong", "birth_year"], name="person_choseong"),
                    models.Index(fields=["tenant_id", "birth_year"], name="person_birth_year"),
                    models.Index(fields=["tenant_id", "phone"], name="person_phone"),
                    models.Index(fields=["tenant_id", "phone_tail"], name="person_phone_tail"),
                    models.Index(fields=["tenant_id", "building"], name="person_building"),
                    models.Index(fields=["tenant_id", "dong_code"], name="person_dong"),
                    models.Index(
                        condition=models.Q(("status", "living"), _negated=True),
                        fields=["tenant_id", "status", "status_on"],
                        name="person_gone",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="lifeevent",
            name="person",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="life_events",
                to="registry.person",
                verbose_name="사람",
            ),
        ),
        migrations.CreateModel(
            name="HouseholdMember",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("is_protected", models.BooleanField(default=False, verbose_name="비공개 대상")),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="시작일")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="종료일")),
                (
                    "household",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="registry.household",
                        verbose_name="세대",
                    ),
                ),
                (
                    "record",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="household_members",
                        to="exchange.sourcerecord",
                        verbose_name="원본 기록",
                    ),
                ),
                (
                    "person",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="registry.person",
                        verbose_name="사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "세대원",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "household", "record"), name="householdmember_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("until_on__isnull", True),
                            ("until_on__gt", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="householdmember_span",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["tenant_id", "person"], name="householdmember_person"),
                    models.Index(fields=["tenant_id", "record"], name="householdmember_record"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatusDecision",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                (
                    "previous_status",
                    models.CharField(
                        choices=[
                            ("living", "생존"),
                            ("suspected", "사망 의심"),
                            ("dead", "사망"),
                            ("moved_out", "전출"),
                        ],
                        max_length=10,
                        verbose_name="그 전 상태",
                    ),
                ),
                ("by_ref", models.CharField(max_length=60, verbose_name="결정한 사람")),
                ("by_name", models.CharField(max_length=40, verbose_name="결정한 사람 이름")),
                ("reason", models.CharField(max_length=200, verbose_name="이유")),
                ("decided_at", models.DateTimeField(auto_now_add=True, verbose_name="결정 시각")),
                (
                    "event",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refutations",
                        to="registry.lifeevent",
                        verbose_name="반박한 변동",
                    ),
                ),
                (
                    "person",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="status_decisions",
                        to="registry.person",
                        verbose_name="사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "상태 결정",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "person", "event"), name="statusdecision_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_ref", ""), _negated=True),
                            models.Q(("by_name", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="statusdecision_is_named",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="lifeevent",
            index=models.Index(fields=["tenant_id", "person", "on"], name="lifeevent_person"),
        ),
        migrations.AddIndex(
            model_name="lifeevent",
            index=models.Index(fields=["tenant_id", "on"], name="lifeevent_day"),
        ),
        migrations.AddConstraint(
            model_name="lifeevent",
            constraint=models.UniqueConstraint(fields=("tenant_id", "record", "kind", "on"), name="lifeevent_once"),
        ),
        ProtectTenantTables(
            "registry.Person",
            "registry.Household",
            "registry.LifeEvent",
            "registry.HouseholdMember",
            "registry.StatusDecision",
        ),
    ]
