from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "duru.blocks.statistics"
    label = "statistics"
    verbose_name = "통계"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.statistics.standard import register_residents

        register_residents()
