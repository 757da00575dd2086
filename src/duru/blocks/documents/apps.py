from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "duru.blocks.documents"
    label = "documents"
    verbose_name = "문서"

    def ready(self) -> None:
        # Leaves: both need the app registry.
        from duru.blocks.documents import permissions, tasks  # noqa: F401 - declare permissions and jobs
