from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "duru.services.outreach"
    label = "outreach"
    verbose_name = "위기가구 발굴"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.documents.api import register_letters, register_subject
        from duru.blocks.exchange.api import register_dataset
        from duru.blocks.registry.api import register_person_panel
        from duru.blocks.ui.api import register_attention, register_menu
        from duru.services.outreach import tasks  # noqa: F401 - jobs
        from duru.services.outreach.datasets import DATASET
        from duru.services.outreach.statistics import register_outreach
        from duru.services.outreach.web.menu import ATTENTION, MENU
        from duru.services.outreach.web.panels import PANEL
        from duru.services.outreach.web.papers import LEAD

        register_dataset(DATASET)
        register_letters("duru.services.outreach.letters")
        register_subject(LEAD)
        register_person_panel(PANEL)
        register_outreach()
        for entry in MENU:
            register_menu(entry)
        for attention in ATTENTION:
            register_attention(attention)
