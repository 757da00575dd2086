from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "duru.blocks.workbooks"
    label = "workbooks"
    verbose_name = "통합 문서 열기"
