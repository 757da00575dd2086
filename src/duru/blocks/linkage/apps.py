from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "duru.blocks.linkage"
    label = "linkage"
    verbose_name = "사람 잇기"
