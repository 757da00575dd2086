from django.apps import AppConfig


class GivingConfig(AppConfig):
    name = "duru.blocks.giving"
    label = "giving"
    verbose_name = "나눔 창구"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.giving import tasks  # noqa: F401 - declares its job
        from duru.blocks.giving.queries.ledger import list_door_events
        from duru.blocks.giving.statistics import register_stock
        from duru.blocks.giving.web.menu import MENU
        from duru.blocks.giving.web.panels import PANEL
        from duru.blocks.programs.api import register_events
        from duru.blocks.registry.api import register_person_panel
        from duru.blocks.ui.api import register_menu

        register_stock()
        for entry in MENU:
            register_menu(entry)
        register_person_panel(PANEL)
        register_events("door", list_door_events)
