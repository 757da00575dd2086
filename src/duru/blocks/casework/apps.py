from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "duru.blocks.casework"
    label = "casework"
    verbose_name = "민원 처리"

    def ready(self) -> None:
        from duru.blocks.casework.kinds import register_kind  # leaf: needs the app registry
        from duru.blocks.casework.sample import SAMPLE

        register_kind(SAMPLE)
