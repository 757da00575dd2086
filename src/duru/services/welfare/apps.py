from django.apps import AppConfig


class WelfareConfig(AppConfig):
    name = "duru.services.welfare"
    label = "welfare"
    verbose_name = "통합복지"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.giving.api import register_door_note
        from duru.blocks.linkage.api import FindingSource, register_findings, register_stake
        from duru.blocks.registry.api import register_person_panel
        from duru.blocks.ui.api import register_attention, register_menu
        from duru.services.welfare import tasks  # noqa: F401 - subscribes to linkage's events
        from duru.services.welfare.operations import find_around
        from duru.services.welfare.queries import last_checked_at, overlaps_behind_record
        from duru.services.welfare.statistics import register_welfare
        from duru.services.welfare.web.door import render_light
        from duru.services.welfare.web.menu import ATTENTION, MENU
        from duru.services.welfare.web.panels import PANELS

        for entry in MENU:
            register_menu(entry)
        for attention in ATTENTION:
            register_attention(attention)
        for panel in PANELS:
            register_person_panel(panel)
        register_door_note(render_light)
        register_findings(FindingSource("welfare", "겹침·누락 점검", find_around, last_checked_at))
        register_stake("n_overlaps", overlaps_behind_record)
        register_welfare()
