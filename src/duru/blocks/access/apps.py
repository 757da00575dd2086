from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    name = "duru.blocks.access"
    label = "access"
    verbose_name = "사용자와 권한"

    def ready(self) -> None:
        autodiscover_modules("permissions")
