from django.apps import AppConfig


class PermitsConfig(AppConfig):
    name = "duru.services.permits"
    label = "permits"
    verbose_name = "사설 장사시설"

    def ready(self) -> None:
        from duru.blocks.ui.api import register_menu
        from duru.services.permits.web.menu import MENU

        for entry in MENU:
            register_menu(entry)
