from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "duru.services.handover"
    label = "handover"
    verbose_name = "전출지 인계"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.registry.api import register_person_panel
        from duru.blocks.ui.api import register_attention, register_menu
        from duru.services.handover import tasks  # noqa: F401 - jobs
        from duru.services.handover.web.menu import ATTENTION, MENU
        from duru.services.handover.web.panels import PANEL

        register_menu(MENU)
        register_attention(ATTENTION)
        register_person_panel(PANEL)
