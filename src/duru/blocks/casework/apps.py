from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "duru.blocks.casework"
    label = "casework"
    verbose_name = "민원 처리"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.casework import tasks  # noqa: F401 - declares jobs, subscribes
        from duru.blocks.casework.kinds import register_kind
        from duru.blocks.casework.sample import SAMPLE
        from duru.blocks.casework.web.menu import ATTENTION, MENU
        from duru.blocks.casework.web.papers import CASES
        from duru.blocks.documents.api import register_subject
        from duru.blocks.ui.api import register_attention, register_menu

        register_kind(SAMPLE)
        register_subject(CASES)
        for entry in MENU:
            register_menu(entry)
        for line in ATTENTION:
            register_attention(line)
