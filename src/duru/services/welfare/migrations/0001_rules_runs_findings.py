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
        ("benefits", "0001_tables_of_benefits"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckRun",
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
                ("as_of", models.DateField(verbose_name="기준일")),
                ("started_at", models.DateTimeField(verbose_name="시작")),
                ("finished_at", models.DateTimeField(verbose_name="끝")),
                ("seconds", models.FloatField(verbose_name="걸린 시간(초)")),
                ("n_facts", models.PositiveIntegerField(verbose_name="살펴본 급여·제공")),
                ("n_changed", models.PositiveIntegerField(verbose_name="바뀐 결과")),
                ("counts", models.JSONField(default=dict, verbose_name="집계")),
                ("by", models.CharField(blank=True, max_length=60, verbose_name="실행")),
            ],
            options={
                "verbose_name": "점검",
                "indexes": [models.Index(fields=["tenant_id", "-finished_at"], name="checkrun_latest")],
            },
        ),
        migrations.CreateModel(
            name="Gone",
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
                ("fingerprint", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=32)),
                ("person_ref", models.CharField(max_length=26, verbose_name="대상")),
                ("dong_code", models.CharField(blank=True, max_length=10, verbose_name="행정동")),
                (
                    "certainty",
                    models.CharField(
                        choices=[("certain", "확실"), ("review", "연결 확인 필요")],
                        max_length=10,
                        verbose_name="확실성",
                    ),
                ),
                ("is_protected", models.BooleanField(default=False, verbose_name="비공개 대상")),
                (
                    "kind",
                    models.CharField(
                        choices=[("dead", "사망"), ("moved_out", "전출")], max_length=10, verbose_name="사유"
                    ),
                ),
                ("event_on", models.DateField(verbose_name="사망일·전출일")),
                ("n_grants", models.PositiveSmallIntegerField(verbose_name="공적급여")),
                ("n_handouts", models.PositiveSmallIntegerField(verbose_name="제공")),
                ("n_household", models.PositiveSmallIntegerField(verbose_name="가구 급여(남은 가구원 확인)")),
                ("leaked_won", models.BigIntegerField(verbose_name="새어 나간 금액(원)")),
                ("month_won", models.BigIntegerField(verbose_name="사유 발생한 달(원)")),
                ("next_pay_on", models.DateField(null=True, verbose_name="다음 지급일")),
                ("next_pay_won", models.BigIntegerField(verbose_name="다음 지급액(원)")),
            ],
            options={
                "verbose_name": "사망·전출 뒤 지급",
                "indexes": [
                    models.Index(fields=["tenant_id", "kind", "next_pay_on"], name="gone_list"),
                    models.Index(fields=["tenant_id", "person_ref"], name="gone_person"),
                ],
                "constraints": [models.UniqueConstraint(fields=("tenant_id", "fingerprint"), name="gone_once")],
            },
        ),
        migrations.CreateModel(
            name="OverlapRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("code", models.CharField(max_length=20, verbose_name="번호")),
                ("title", models.CharField(max_length=120, verbose_name="규칙")),
                (
                    "unit",
                    models.CharField(
                        choices=[("person", "개인"), ("household", "가구")], max_length=10, verbose_name="단위"
                    ),
                ),
                (
                    "left_programmes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="한쪽 급여",
                    ),
                ),
                (
                    "left_categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="한쪽 분류",
                    ),
                ),
                ("left_side", models.CharField(blank=True, max_length=10, verbose_name="한쪽 구분")),
                (
                    "right_programmes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="다른 쪽 급여",
                    ),
                ),
                (
                    "right_categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="다른 쪽 분류",
                    ),
                ),
                ("right_side", models.CharField(blank=True, max_length=10, verbose_name="다른 쪽 구분")),
                (
                    "same",
                    models.CharField(
                        choices=[("", "없음"), ("category", "분류"), ("programme", "급여·세부 품목")],
                        default="",
                        max_length=10,
                        verbose_name="같아야 하는 것",
                    ),
                ),
                (
                    "provider",
                    models.CharField(
                        choices=[("any", "모든 기관"), ("different", "서로 다른 기관"), ("same", "같은 기관")],
                        default="any",
                        max_length=10,
                        verbose_name="기관",
                    ),
                ),
                (
                    "window",
                    models.CharField(
                        choices=[
                            ("same_period", "같은 기간"),
                            ("service_period", "이용 기간이 겹침"),
                            ("same_campaign", "같은 캠페인"),
                            ("same_month", "같은 달"),
                            ("within_days", "며칠 안"),
                        ],
                        max_length=15,
                        verbose_name="때",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="며칠")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("prohibited", "금지"),
                            ("restricted", "제한"),
                            ("caution", "주의"),
                            ("info", "정보"),
                            ("allowed", "허용"),
                        ],
                        max_length=10,
                        verbose_name="판정",
                    ),
                ),
                ("basis", models.CharField(max_length=200, verbose_name="근거")),
                ("sentence", models.CharField(max_length=300, verbose_name="설명")),
                ("what_to_do", models.CharField(max_length=300, verbose_name="할 일")),
                ("source", models.CharField(max_length=200, verbose_name="출처")),
                (
                    "status",
                    models.CharField(
                        choices=[("confirmed", "확정"), ("to_check", "확인 필요")], max_length=10, verbose_name="상태"
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="시행일")),
                ("effective_until", models.DateField(blank=True, null=True, verbose_name="종료일(포함하지 않음)")),
            ],
            options={
                "verbose_name": "중복 규칙",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "code", "effective_from"), name="overlaprule_once"),
                    models.CheckConstraint(
                        condition=models.Q(("effective_until__gt", models.F("effective_from"))),
                        name="overlaprule_span_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("days__gte", 1), ("window", "within_days")),
                            models.Q(models.Q(("window", "within_days"), _negated=True), ("days__isnull", True)),
                            _connector="OR",
                        ),
                        name="overlaprule_days_with_window",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True), name="overlaprule_has_basis"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Overlap",
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
                ("fingerprint", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=32)),
                ("person_ref", models.CharField(max_length=26, verbose_name="대상")),
                ("dong_code", models.CharField(blank=True, max_length=10, verbose_name="행정동")),
                (
                    "certainty",
                    models.CharField(
                        choices=[("certain", "확실"), ("review", "연결 확인 필요")],
                        max_length=10,
                        verbose_name="확실성",
                    ),
                ),
                ("is_protected", models.BooleanField(default=False, verbose_name="비공개 대상")),
                (
                    "unit",
                    models.CharField(
                        choices=[("person", "개인"), ("household", "가구")], max_length=10, verbose_name="단위"
                    ),
                ),
                ("household_ref", models.CharField(blank=True, max_length=40, verbose_name="가구")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("prohibited", "금지"),
                            ("restricted", "제한"),
                            ("caution", "주의"),
                            ("info", "정보"),
                            ("allowed", "허용"),
                        ],
                        max_length=10,
                        verbose_name="판정",
                    ),
                ),
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
                ("campaign_key", models.CharField(blank=True, max_length=60, verbose_name="캠페인")),
                ("from_on", models.DateField(verbose_name="시작")),
                ("until_on", models.DateField(verbose_name="끝(포함하지 않음)")),
                ("n_items", models.PositiveSmallIntegerField(verbose_name="건수")),
                ("n_organisations", models.PositiveSmallIntegerField(verbose_name="기관 수")),
                ("n_persons", models.PositiveSmallIntegerField(verbose_name="사람 수")),
                ("n_unvalued", models.PositiveSmallIntegerField(verbose_name="금액 모름")),
                ("stake_won", models.BigIntegerField(verbose_name="관련 금액(원)")),
                (
                    "rule",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="welfare.overlaprule",
                        verbose_name="규칙",
                    ),
                ),
            ],
            options={
                "verbose_name": "겹친 지원",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "fingerprint"), name="overlap_once"),
                    models.CheckConstraint(condition=models.Q(("n_items__gte", 2)), name="overlap_has_two_items"),
                    models.CheckConstraint(
                        condition=models.Q(("stake_won__gte", 0)), name="overlap_stake_not_negative"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["tenant_id", "verdict", "dong_code"], name="overlap_list"),
                    models.Index(fields=["tenant_id", "person_ref"], name="overlap_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Silent",
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
                ("fingerprint", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=32)),
                ("person_ref", models.CharField(max_length=26, verbose_name="대상")),
                ("dong_code", models.CharField(blank=True, max_length=10, verbose_name="행정동")),
                (
                    "certainty",
                    models.CharField(
                        choices=[("certain", "확실"), ("review", "연결 확인 필요")],
                        max_length=10,
                        verbose_name="확실성",
                    ),
                ),
                ("is_protected", models.BooleanField(default=False, verbose_name="비공개 대상")),
                ("kind", models.CharField(max_length=40, verbose_name="욕구")),
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
                ("since_on", models.DateField(verbose_name="알려진 날")),
                ("last_on", models.DateField(null=True, verbose_name="마지막 수혜일")),
            ],
            options={
                "verbose_name": "받은 것이 없는 이웃",
                "indexes": [
                    models.Index(fields=["tenant_id", "dong_code", "kind"], name="silent_list"),
                    models.Index(fields=["tenant_id", "person_ref"], name="silent_person"),
                ],
                "constraints": [models.UniqueConstraint(fields=("tenant_id", "fingerprint"), name="silent_once")],
            },
        ),
        migrations.CreateModel(
            name="GoneItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("won", models.BigIntegerField()),
                ("month_won", models.BigIntegerField()),
                ("is_household", models.BooleanField()),
                (
                    "gone",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="welfare.gone",
                    ),
                ),
                (
                    "grant",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="benefits.grant",
                    ),
                ),
                (
                    "handout",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="benefits.handout",
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
                    ),
                ),
            ],
            options={
                "verbose_name": "사망·전출 뒤 받은 것",
                "indexes": [
                    models.Index(fields=["tenant_id", "gone"], name="goneitem_gone"),
                    models.Index(fields=["tenant_id", "handout"], name="goneitem_handout"),
                    models.Index(fields=["tenant_id", "grant"], name="goneitem_grant"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grant__isnull", False), ("handout__isnull", True)),
                            models.Q(("grant__isnull", True), ("handout__isnull", False)),
                            _connector="OR",
                        ),
                        name="goneitem_one_benefit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
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
                ("fingerprint", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=32)),
                (
                    "decision",
                    models.CharField(
                        choices=[("seen", "확인함"), ("justified", "정당함"), ("stop_requested", "중단 요청")],
                        max_length=15,
                        verbose_name="결정",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("urgent", "긴급"),
                            ("left_over", "물량 소진"),
                            ("expiring", "유통기한 임박"),
                            ("other_member", "다른 가구원 몫"),
                            ("medical_opinion", "의사 소견"),
                            ("wrong_link", "다른 사람(연결 오류)"),
                            ("other", "그 밖"),
                        ],
                        max_length=20,
                        verbose_name="사유",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="메모")),
                ("at", models.DateTimeField(verbose_name="결정 시각")),
                (
                    "by",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="결정한 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "중복 확인 결정",
                "indexes": [models.Index(fields=["tenant_id", "fingerprint", "-at"], name="mark_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "justified"), models.Q(("reason", ""), _negated=True)),
                            models.Q(models.Q(("decision", "justified"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="mark_reason_when_justified",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OverlapItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("person_ref", models.CharField(max_length=26)),
                (
                    "grant",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="benefits.grant",
                    ),
                ),
                (
                    "handout",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="benefits.handout",
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
                    ),
                ),
                (
                    "overlap",
                    duru.blocks.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="welfare.overlap",
                    ),
                ),
            ],
            options={
                "verbose_name": "겹친 기록",
                "indexes": [
                    models.Index(fields=["tenant_id", "overlap"], name="overlapitem_overlap"),
                    models.Index(fields=["tenant_id", "person_ref"], name="overlapitem_person"),
                    models.Index(fields=["tenant_id", "handout"], name="overlapitem_handout"),
                    models.Index(fields=["tenant_id", "grant"], name="overlapitem_grant"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grant__isnull", False), ("handout__isnull", True)),
                            models.Q(("grant__isnull", True), ("handout__isnull", False)),
                            _connector="OR",
                        ),
                        name="overlapitem_one_benefit",
                    )
                ],
            },
        ),
        ProtectTenantTables(
            "welfare.OverlapRule",
            "welfare.CheckRun",
            "welfare.Overlap",
            "welfare.OverlapItem",
            "welfare.Gone",
            "welfare.GoneItem",
            "welfare.Silent",
            "welfare.Mark",
        ),
    ]
