from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "duru.services.care"
    label = "care"
    verbose_name = "건강·복지 통합사례"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.documents.api import register_letters
        from duru.blocks.exchange.api import register_dataset, register_held_records
        from duru.blocks.registry.api import register_person_panel
        from duru.blocks.ui.api import register_attention, register_menu
        from duru.services.care import tasks  # noqa: F401 - subscribes
        from duru.services.care.datasets import DATASET
        from duru.services.care.kinds import register_kinds
        from duru.services.care.queries import records_of_cases
        from duru.services.care.statistics import register_care
        from duru.services.care.web.menu import ATTENTION, MENU
        from duru.services.care.web.panels import PANEL

        register_kinds()
        register_dataset(DATASET)
        register_held_records(records_of_cases)
        register_letters("duru.services.care.letters")
        register_person_panel(PANEL)
        register_care()
        for entry in MENU:
            register_menu(entry)
        for attention in ATTENTION:
            register_attention(attention)
