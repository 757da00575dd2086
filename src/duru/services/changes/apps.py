from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "duru.services.changes"
    label = "changes"
    verbose_name = "변동 관리"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.benefits.api import register_ended
        from duru.blocks.documents.api import register_letters, register_subject
        from duru.blocks.registry.api import register_person_panel
        from duru.blocks.ui.api import register_attention, register_menu
        from duru.services.changes import tasks  # noqa: F401 - subscribes
        from duru.services.changes.datasets import register_datasets
        from duru.services.changes.queries.ended import ended_by_stops
        from duru.services.changes.statistics import register_recoveries
        from duru.services.changes.web.menu import ATTENTION, MENU
        from duru.services.changes.web.panels import PANEL
        from duru.services.changes.web.subjects import CHANGES

        register_datasets()
        register_letters("duru.services.changes.letters")
        register_subject(CHANGES)
        register_person_panel(PANEL)
        register_ended(ended_by_stops)
        register_recoveries()
        for entry in MENU:
            register_menu(entry)
        for attention in ATTENTION:
            register_attention(attention)
