from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "duru.blocks.benefits"
    label = "benefits"
    verbose_name = "급여와 제공"

    def ready(self) -> None:
        from duru.blocks.benefits.datasets import DATASETS  # leaf: needs the app registry
        from duru.blocks.exchange.api import register_dataset

        for dataset in DATASETS:
            register_dataset(dataset)
