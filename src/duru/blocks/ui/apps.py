from django.apps import AppConfig
from django.core import checks


class UiConfig(AppConfig):
    name = "duru.blocks.ui"
    label = "ui"
    verbose_name = "화면"

    def ready(self) -> None:
        from duru.blocks.ui.menu import check_menu_urls

        checks.register(check_menu_urls, checks.Tags.urls)
