import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_emergency_openings_and_health_roles"),
        ("consent", "0003_consents_on_paper"),
        ("exchange", "0004_who_sent_it"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="consent",
            name="consent_health_needs_sensitive",
        ),
        migrations.AlterField(
            model_name="consent",
            name="items",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("identity", "성명·생년월일·성별"),
                        ("contact", "주소·연락처"),
                        ("private_handouts", "민간 제공 기록"),
                        ("district_gifts", "구청·동이 준 위문품·성품"),
                        ("public_grants", "공적급여 수급 내용"),
                        ("needs", "욕구·위기"),
                        ("health_flags", "건강 관련 표시"),
                        ("health_details", "진단·투약 등 건강 상세"),
                    ],
                    max_length=20,
                ),
                size=None,
                verbose_name="항목",
            ),
        ),
        migrations.AlterField(
            model_name="consentsheet",
            name="items",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("identity", "성명·생년월일·성별"),
                        ("contact", "주소·연락처"),
                        ("private_handouts", "민간 제공 기록"),
                        ("district_gifts", "구청·동이 준 위문품·성품"),
                        ("public_grants", "공적급여 수급 내용"),
                        ("needs", "욕구·위기"),
                        ("health_flags", "건강 관련 표시"),
                        ("health_details", "진단·투약 등 건강 상세"),
                    ],
                    max_length=20,
                ),
                size=None,
                verbose_name="항목",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("items__overlap", ["health_flags", "health_details"]), _negated=True),
                    ("with_sensitive", True),
                    _connector="OR",
                ),
                name="consent_health_needs_sensitive",
                violation_error_message="건강 관련 항목은 민감정보 별도 동의가 있어야 합니다.",
            ),
        ),
    ]
