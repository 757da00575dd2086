import pytest

from duru.kernel.ids import is_public_id, new_public_id

pytestmark = pytest.mark.unit


def test_ids_are_ulids_and_differ():
    ids = {new_public_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(is_public_id(public_id) and len(public_id) == 26 for public_id in ids)


@pytest.mark.parametrize(
    "text",
    ["", "1", "Z" * 26, "01ARZ3NDEKTSV4RRFFQ69G5FAI", "01arz3ndektsv4rrffq69g5fav", "01ARZ3NDEKTSV4RRFFQ69G5FAV "],
)
def test_tells_what_is_no_id(text):
    assert not is_public_id(text)
