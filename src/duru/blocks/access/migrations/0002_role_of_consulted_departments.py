from django.db import migrations, models


class Migration(migrations.Migration):
    """Officials of departments that are asked: they answer and handle their own approvals, and receive nothing at the desk."""

    dependencies = [("access", "0001_users_and_organisations")]

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
                    ("permit_officer", "장사 담당"),
                    ("department_officer", "협의 부서 담당"),
                    ("privacy_officer", "개인정보보호책임자"),
                    ("admin", "시스템 관리자"),
                ],
                max_length=20,
                verbose_name="역할",
            ),
        ),
    ]
