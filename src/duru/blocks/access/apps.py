from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "duru.blocks.access"
    label = "access"
    verbose_name = "사용자와 권한"
