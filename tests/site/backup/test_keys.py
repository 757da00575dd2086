"""Two shares open what one alone knows nothing of; a mistyped letter is named."""

import pytest

from duru.site.backup import KeyWrong, SealFor, join_shares, make_key
from duru.site.backup.keys import open_sealed

pytestmark = pytest.mark.unit


def test_two_shares_open_it_however_they_were_typed():
    public, one, other = make_key()
    closing = SealFor(public)
    for typed in ((one, other), (other.lower(), f"두루 백업 열쇠\n\n{one.replace(' ', '')}\n")):
        assert open_sealed(closing.sealed(), join_shares(*typed)) == closing.content_key


def test_the_same_share_twice_and_shares_of_two_keys_are_told_apart():
    _, one, _ = make_key()
    _, _, stranger = make_key()
    with pytest.raises(KeyWrong, match="모두 1번"):
        join_shares(one, one)
    with pytest.raises(KeyWrong, match="서로 다른 열쇠"):
        join_shares(one, stranger)


def test_any_mistyped_letter_is_noticed():
    _, one, other = make_key()
    for at, letter in enumerate(one):
        if letter != " ":
            typed = one[:at] + ("A" if letter != "A" else "B") + one[at + 1 :]
            with pytest.raises(KeyWrong):
                join_shares(typed, other)
    for typed in ("", "가나다", one[:-5]):
        with pytest.raises(KeyWrong, match="글자가 틀립니다"):
            join_shares(typed, other)


def test_a_share_alone_is_as_good_as_chance():
    """The first share never depends on the key; the second is the key under a pad as long as itself."""
    shares = [make_key()[1:] for _ in range(200)]
    assert len({share for pair in shares for share in pair}) == 400


def test_what_was_sealed_for_another_key_stays_closed():
    _, one, other = make_key()
    stranger, *_ = make_key()
    with pytest.raises(KeyWrong, match="다른 열쇠"):
        open_sealed(SealFor(stranger).sealed(), join_shares(one, other))


def test_the_content_key_is_never_printed():
    closing = SealFor(make_key()[0])
    assert closing.content_key.hex() not in repr(closing)
    assert repr(closing.content_key) not in repr(closing)
