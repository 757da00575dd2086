from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "duru.blocks.linkage"
    label = "linkage"
    verbose_name = "사람 잇기"

    def ready(self) -> None:
        # Leaf imports: models need the full app registry.
        from duru.blocks.linkage import permissions
        from duru.blocks.linkage.queries import count_reviews, person_ids_of_agency
        from duru.blocks.linkage.web.panels import register_panels
        from duru.blocks.registry.api import register_agency_view
        from duru.blocks.ui.api import Attention, MenuEntry, register_attention, register_menu

        register_agency_view(person_ids_of_agency)
        register_menu(MenuEntry("같은 사람 확인", "linkage:reviews", order=40, needs=permissions.SEE))
        register_attention(
            Attention(
                "linkage.reviews",
                "같은 사람 확인",
                "{n}건이 같은 사람인지 확인을 기다립니다",
                permissions.DECIDE,
                count_reviews,
                "linkage:reviews",
                order=60,
            )
        )
        register_panels()
