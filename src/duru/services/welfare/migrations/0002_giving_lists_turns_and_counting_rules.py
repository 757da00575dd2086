"""What was given in spite of a warning, lists checked as a whole, whose turn is next; rules that count, and which law goes first."""

import django.db.models.deletion
from django.db import migrations, models

import duru.blocks.tenancy.models
import duru.kernel.ids
from duru.blocks.tenancy.migrations_api import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_users_and_organisations"),
        ("welfare", "0001_rules_runs_findings"),
    ]

    operations = [
        migrations.CreateModel(
            name="GiftOverride",
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
                ("person_ref", models.CharField(max_length=26, verbose_name="대상")),
                ("rule_code", models.CharField(max_length=20, verbose_name="규칙")),
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
                ("programme", models.CharField(blank=True, max_length=60, verbose_name="세부 품목")),
                (
                    "reason",
                    models.CharField(
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
            ],
            options={
                "verbose_name": "예외 제공",
            },
        ),
        migrations.CreateModel(
            name="ListCheck",
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
                ("title", models.CharField(max_length=120, verbose_name="이름")),
                ("at", models.DateTimeField(verbose_name="맡긴 시각")),
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
                ("programme", models.CharField(blank=True, max_length=60, verbose_name="세부 품목")),
                ("campaign_key", models.CharField(blank=True, max_length=60, verbose_name="캠페인")),
                (
                    "per",
                    models.CharField(
                        choices=[("person", "개인"), ("household", "가구")],
                        max_length=10,
                        verbose_name="단위(개인·가구)",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="줄 날")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "기다림"), ("running", "확인 중"), ("done", "끝남"), ("failed", "실패")],
                        default="waiting",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("n_rows", models.PositiveIntegerField(verbose_name="명단의 줄")),
                ("n_done", models.PositiveIntegerField(default=0, verbose_name="확인한 줄")),
                ("counts", models.JSONField(default=dict, verbose_name="집계")),
                ("rows", models.JSONField(default=list, verbose_name="명단")),
                ("answers", models.JSONField(default=list, verbose_name="답")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="끝난 시각")),
                ("wiped_at", models.DateTimeField(blank=True, null=True, verbose_name="명단 지운 시각")),
            ],
            options={
                "verbose_name": "명단 확인",
            },
        ),
        migrations.CreateModel(
            name="NextTurn",
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
                ("title", models.CharField(max_length=120, verbose_name="자원")),
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
                (
                    "per",
                    models.CharField(
                        choices=[("person", "개인"), ("household", "가구")],
                        max_length=10,
                        verbose_name="단위(개인·가구)",
                    ),
                ),
                ("n_places", models.PositiveIntegerField(verbose_name="줄 수 있는 수")),
                (
                    "order",
                    models.CharField(
                        choices=[("need", "필요한 차례"), ("draw", "추첨")], max_length=10, verbose_name="정하는 방법"
                    ),
                ),
                ("seed", models.CharField(blank=True, max_length=80, verbose_name="추첨 씨앗")),
                ("seed_at", models.DateTimeField(blank=True, null=True, verbose_name="씨앗 공개 시각")),
                ("as_of", models.DateField(verbose_name="기준일")),
                ("made_at", models.DateTimeField(verbose_name="만든 시각")),
                ("n_asked", models.PositiveIntegerField(verbose_name="살펴본 사람")),
            ],
            options={
                "verbose_name": "다음 차례",
            },
        ),
        migrations.CreateModel(
            name="TurnEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "tenant_id",
                    models.IntegerField(db_default=duru.blocks.tenancy.models.CurrentTenant(), editable=False),
                ),
                ("place", models.PositiveIntegerField(verbose_name="차례")),
                ("person_ref", models.CharField(max_length=26, verbose_name="대상")),
                ("dong_code", models.CharField(blank=True, max_length=10, verbose_name="행정동")),
                ("is_protected", models.BooleanField(default=False, verbose_name="비공개 대상")),
                ("points", models.IntegerField(verbose_name="점수")),
                ("reasons", models.JSONField(default=list, verbose_name="까닭")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("given", "드림"), ("passed_over", "건너뜀"), ("put_off", "미룸")],
                        max_length=10,
                        verbose_name="결정",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("refused", "본인이 원하지 않음"),
                            ("not_reached", "연락이 닿지 않음"),
                            ("not_suitable", "맞지 않는 물건"),
                            ("has_already", "이미 가지고 있음"),
                            ("more_urgent", "더 급한 사람이 있음"),
                            ("other", "그 밖"),
                        ],
                        max_length=20,
                        verbose_name="사유",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="메모")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="결정 시각")),
            ],
            options={
                "verbose_name": "차례",
            },
        ),
        migrations.RemoveConstraint(
            model_name="overlaprule",
            name="overlaprule_days_with_window",
        ),
        migrations.AlterField(
            model_name="overlaprule",
            name="same",
            field=models.CharField(
                blank=True,
                choices=[("", "없음"), ("category", "분류"), ("programme", "급여·세부 품목")],
                default="",
                max_length=10,
                verbose_name="같아야 하는 것",
            ),
        ),
        migrations.AddField(
            model_name="overlaprule",
            name="counts",
            field=models.CharField(
                blank=True,
                choices=[("", "견줌(두 지원)"), ("times", "횟수"), ("months", "개월")],
                default="",
                max_length=10,
                verbose_name="세는 것",
            ),
        ),
        migrations.AddField(
            model_name="overlaprule",
            name="gives_way",
            field=models.CharField(
                blank=True,
                choices=[("", "정하지 않음"), ("left", "한쪽"), ("right", "다른 쪽")],
                default="",
                max_length=10,
                verbose_name="물러나는 쪽",
            ),
        ),
        migrations.AddField(
            model_name="overlaprule",
            name="most",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="많아야"),
        ),
        migrations.AlterField(
            model_name="overlaprule",
            name="window",
            field=models.CharField(
                choices=[
                    ("same_period", "같은 기간"),
                    ("service_period", "이용 기간이 겹침"),
                    ("same_campaign", "같은 캠페인"),
                    ("same_month", "같은 달"),
                    ("within_days", "며칠 안"),
                    ("since_end", "끝난 뒤 며칠 안"),
                ],
                max_length=15,
                verbose_name="때",
            ),
        ),
        migrations.AddConstraint(
            model_name="overlaprule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("days__gte", 1), ("window__in", ["within_days", "since_end"])),
                    models.Q(
                        models.Q(("window__in", ["within_days", "since_end"]), _negated=True), ("days__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="overlaprule_days_with_window",
            ),
        ),
        migrations.AddConstraint(
            model_name="overlaprule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("counts", ""), ("most__isnull", True)),
                    models.Q(models.Q(("counts", ""), _negated=True), ("most__gte", 1)),
                    _connector="OR",
                ),
                name="overlaprule_most_with_counts",
            ),
        ),
        migrations.AddField(
            model_name="giftoverride",
            name="by",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.membership",
                verbose_name="결정한 사람",
            ),
        ),
        migrations.AddField(
            model_name="giftoverride",
            name="organisation",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.organisation",
                verbose_name="주는 기관",
            ),
        ),
        migrations.AddField(
            model_name="listcheck",
            name="by",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.membership",
                verbose_name="맡긴 사람",
            ),
        ),
        migrations.AddField(
            model_name="listcheck",
            name="organisation",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.organisation",
                verbose_name="묻는 기관",
            ),
        ),
        migrations.AddField(
            model_name="nextturn",
            name="by",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.membership",
                verbose_name="만든 사람",
            ),
        ),
        migrations.AddField(
            model_name="turnentry",
            name="decided_by",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.membership",
                verbose_name="결정한 사람",
            ),
        ),
        migrations.AddField(
            model_name="turnentry",
            name="turn",
            field=duru.blocks.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="entries",
                to="welfare.nextturn",
            ),
        ),
        migrations.AddIndex(
            model_name="giftoverride",
            index=models.Index(fields=["tenant_id", "-at"], name="giftoverride_latest"),
        ),
        migrations.AddIndex(
            model_name="giftoverride",
            index=models.Index(fields=["tenant_id", "person_ref"], name="giftoverride_person"),
        ),
        migrations.AddConstraint(
            model_name="giftoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="giftoverride_has_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="listcheck",
            index=models.Index(fields=["tenant_id", "organisation", "-at"], name="listcheck_latest"),
        ),
        migrations.AddIndex(
            model_name="nextturn",
            index=models.Index(fields=["tenant_id", "-made_at"], name="nextturn_latest"),
        ),
        migrations.AddConstraint(
            model_name="nextturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("order", "draw"), models.Q(("seed", ""), _negated=True)),
                    models.Q(models.Q(("order", "draw"), _negated=True), ("seed", "")),
                    _connector="OR",
                ),
                name="nextturn_seed_with_draw",
            ),
        ),
        migrations.AddConstraint(
            model_name="nextturn",
            constraint=models.CheckConstraint(condition=models.Q(("n_places__gte", 1)), name="nextturn_has_places"),
        ),
        migrations.AddIndex(
            model_name="turnentry",
            index=models.Index(fields=["tenant_id", "person_ref"], name="turnentry_person"),
        ),
        migrations.AddConstraint(
            model_name="turnentry",
            constraint=models.UniqueConstraint(fields=("tenant_id", "turn", "place"), name="turnentry_place_once"),
        ),
        migrations.AddConstraint(
            model_name="turnentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "passed_over"), models.Q(("reason", ""), _negated=True)),
                    models.Q(models.Q(("decision", "passed_over"), _negated=True), ("reason", "")),
                    _connector="OR",
                ),
                name="turnentry_reason_when_passed_over",
            ),
        ),
        ProtectTenantTables("welfare.GiftOverride", "welfare.ListCheck", "welfare.NextTurn", "welfare.TurnEntry"),
    ]
