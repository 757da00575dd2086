import pytest

from duru.blocks.ui import menu
from duru.blocks.ui.api import MenuEntry, menu_for, register_menu
from tests.blocks.ui.requests import make_request

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def empty_menu(monkeypatch):
    monkeypatch.setattr(menu, "_ENTRIES", {})


def labels(request):
    return [(group.label, [item.label for item in group.items]) for group in menu_for(request)]


def test_entries_stand_in_order_and_groups_where_their_first_would():
    register_menu(MenuEntry("견본", "ui:guide", order=30, group="그 밖"))
    register_menu(MenuEntry("홈", "home", order=10))
    register_menu(MenuEntry("상태", "health", order=20, group="그 밖"))
    assert labels(make_request()) == [("홈", ["홈"]), ("그 밖", ["상태", "견본"])]


@pytest.mark.parametrize(
    ("permissions", "actor_name", "shown"),
    [
        ((), "김하늘", ["홈"]),
        (("exchange.take",), "김하늘", ["홈", "견본"]),
        (("other",), "김하늘", ["홈"]),
        ((), "", ["홈"]),
    ],
)
def test_an_entry_shows_only_to_those_who_may(permissions, actor_name, shown):
    register_menu(MenuEntry("홈", "home", order=1))
    register_menu(MenuEntry("견본", "ui:guide", order=2, needs="exchange.take"))
    request = make_request(permissions=permissions, actor_name=actor_name)
    assert [label for label, _ in labels(request)] == shown


def test_an_entry_whose_page_is_missing_is_left_out_and_reported():
    register_menu(MenuEntry("없는 화면", "no:such"))
    assert labels(make_request()) == []
    assert [message.id for message in menu.check_menu_urls(None)] == ["ui.W001"]


def test_registering_again_replaces():
    register_menu(MenuEntry("홈", "home"))
    register_menu(MenuEntry("처음", "home"))
    assert labels(make_request()) == [("처음", ["처음"])]


@pytest.mark.parametrize(
    ("path", "current"), [("/", ["홈"]), ("/ui/guide", ["견본"]), ("/ui/guide/part", ["견본"]), ("/elsewhere", [])]
)
def test_only_the_nearest_entry_is_marked_as_here(path, current):
    register_menu(MenuEntry("홈", "home", order=1))
    register_menu(MenuEntry("견본", "ui:guide", order=2))
    found = [item.label for group in menu_for(make_request(path)) for item in group.items if item.is_current]
    assert found == current
