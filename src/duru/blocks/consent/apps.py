from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "duru.blocks.consent"
    label = "consent"
    verbose_name = "동의"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.consent.queries.happened import list_consent_events
        from duru.blocks.consent.web.menu import MENU
        from duru.blocks.consent.web.panels import PANEL
        from duru.blocks.programs.api import register_events
        from duru.blocks.registry.api import register_person_panel
        from duru.blocks.ui.api import register_menu

        register_person_panel(PANEL)
        register_events("consents", list_consent_events)
        for entry in MENU:
            register_menu(entry)
