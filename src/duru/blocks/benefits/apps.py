from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "duru.blocks.benefits"
    label = "benefits"
    verbose_name = "급여와 제공"
