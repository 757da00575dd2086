from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "duru.blocks.linkage"
    label = "linkage"
    verbose_name = "사람 잇기"

    def ready(self) -> None:
        # Leaf imports: models need the full app registry.
        from duru.blocks.linkage import permissions
        from duru.blocks.linkage.queries import count_reviews, count_waiting_for, person_ids_of_agency
        from duru.blocks.linkage.web.panels import register_panels
        from duru.blocks.registry.api import register_agency_view
        from duru.blocks.ui.api import Attention, MenuEntry, register_attention, register_menu

        register_agency_view(person_ids_of_agency)
        group = "자료와 연결"
        register_menu(MenuEntry("같은 사람 확인", "linkage:reviews", order=40, needs=permissions.SEE, group=group))
        register_menu(MenuEntry("두 번째 확인", "linkage:proposals", order=41, needs=permissions.SEE, group=group))
        register_menu(MenuEntry("사람이 정한 것", "linkage:decisions", order=42, needs=permissions.SEE, group=group))
        register_menu(MenuEntry("정확도", "linkage:accuracy", order=43, needs=permissions.SEE_ACCURACY, group=group))
        register_menu(MenuEntry("모형", "linkage:model", order=44, needs=permissions.SEE_ACCURACY, group=group))
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
        register_attention(
            Attention(
                "linkage.proposals",
                "두 번째 확인",
                "{n}건이 다른 담당자의 확인을 기다립니다",
                permissions.DECIDE,
                count_waiting_for,
                "linkage:proposals",
                order=15,  # a colleague waits, and money hangs on it
            )
        )
        register_panels()
