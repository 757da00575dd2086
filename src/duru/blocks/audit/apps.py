from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "duru.blocks.audit"
    label = "audit"
    verbose_name = "열람·처리 기록"
