"""Closed cases stand in the 파기대장 as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rights", "0001_requests_and_destruction")]

    operations = [
        migrations.AlterField(
            model_name="destruction",
            name="subject",
            field=models.CharField(
                choices=[
                    ("handouts", "제공 기록"),
                    ("grants", "공적급여"),
                    ("needs", "욕구·위기"),
                    ("consents", "동의"),
                    ("rows", "받은 파일의 줄"),
                    ("records", "사람의 원본 기록"),
                    ("persons", "남은 것이 없는 사람"),
                    ("cases", "끝난 민원"),
                ],
                max_length=12,
                verbose_name="대상",
            ),
        ),
    ]
