from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "duru.blocks.statistics"
    label = "statistics"
    verbose_name = "통계"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.statistics import tasks  # noqa: F401 - declares its jobs
        from duru.blocks.statistics.standard import register_residents
        from duru.blocks.statistics.web.menu import MENU
        from duru.blocks.ui.api import register_menu

        for entry in MENU:
            register_menu(entry)
        register_residents()
