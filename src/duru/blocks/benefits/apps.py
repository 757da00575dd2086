from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "duru.blocks.benefits"
    label = "benefits"
    verbose_name = "급여와 제공"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.benefits.datasets import DATASETS
        from duru.blocks.benefits.queries import benefits_behind_record, won_behind_record
        from duru.blocks.benefits.statistics import register_benefits
        from duru.blocks.benefits.web.menu import MENU
        from duru.blocks.exchange.api import register_dataset
        from duru.blocks.linkage.api import register_stake
        from duru.blocks.ui.api import register_menu

        for entry in MENU:
            register_menu(entry)
        for dataset in DATASETS:
            register_dataset(dataset)
        register_stake("n_benefits", benefits_behind_record)
        register_stake("won", won_behind_record)
        register_benefits()
