from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "duru.blocks.documents"
    label = "documents"
    verbose_name = "문서"
