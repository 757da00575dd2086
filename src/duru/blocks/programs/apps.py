from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "duru.blocks.programs"
    label = "programs"
    verbose_name = "프로그램 연동"

    def ready(self) -> None:
        # Leaves: they need the app registry.
        from duru.blocks.programs.web.menu import MENU
        from duru.blocks.ui.api import register_menu

        for entry in MENU:
            register_menu(entry)
