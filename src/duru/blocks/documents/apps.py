from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "duru.blocks.documents"
    label = "documents"
    verbose_name = "문서"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.documents import permissions, tasks  # noqa: F401 - declare permissions and jobs
        from duru.blocks.documents.values import register_subject
        from duru.blocks.documents.web.menu import ATTENTION, MENU
        from duru.blocks.documents.web.subjects import OFFICE
        from duru.blocks.ui.api import register_attention, register_menu

        register_subject(OFFICE)
        for entry in MENU:
            register_menu(entry)
        for attention in ATTENTION:
            register_attention(attention)
