"""Cubes of several tenants: signed, of one definition, and persons are never added."""

import json
from dataclasses import replace
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile

from duru.blocks.statistics.api import compute_standards, signing_key
from duru.blocks.statistics.rules.cubes import Cube, add_cubes, cube_of, seal, unseal
from duru.blocks.statistics.rules.grid import lay_out
from duru.kernel.errors import Refused
from tests.blocks.statistics.conftest import NOW, OCTOBER
from tests.clients import client_of

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
HERE = Cube("9711000000", "agencies", "2026-10", "d1", ("건수", "사람"), (True, False), {"식품": (5, 4), "돌봄": (None, None), "계": (12, 9)})  # fmt: skip
THERE = replace(HERE, tenant="9712000000", lines={"식품": (7, 7), "돌봄": (9, 8), "계": (16, 15)})


def test_a_cube_comes_back_as_it_was_signed():
    assert unseal(seal(HERE, KEY), {HERE.tenant: PUBLIC}) == HERE


@pytest.mark.parametrize(
    "keys", [{}, {"9711000000": Ed25519PrivateKey.from_private_bytes(b"x" * 32).public_key().public_bytes_raw()}]
)
def test_a_cube_of_an_unknown_tenant_or_key_is_refused(keys):
    with pytest.raises(Refused):
        unseal(seal(HERE, KEY), keys)


def test_a_changed_number_and_what_is_no_cube_are_refused():
    changed = json.loads(seal(HERE, KEY))
    changed["cube"]["lines"]["식품"][0] = 6
    for content in (json.dumps(changed).encode(), b"{}", b"[]", b"\xff"):
        with pytest.raises(Refused):
            unseal(content, {HERE.tenant: PUBLIC})


def test_counts_are_added_persons_never_and_a_hidden_part_hides_the_sum():
    assert add_cubes([HERE, THERE]) == {"식품": [12, None], "돌봄": [None, None], "계": [28, None]}


@pytest.mark.parametrize("other", [HERE, replace(THERE, definition="d2"), replace(THERE, month="2026-09")])
def test_what_is_counted_otherwise_or_twice_is_not_added(other):
    with pytest.raises(Refused):
        add_cubes([HERE, other])


def test_a_cube_holds_nulls_for_hidden_cells_and_no_ratios():
    grid = lay_out(
        [("a", None, (3, 0.5)), (None, None, (9, 0.4))], measures=[("n", "건수", "건"), ("r", "비율", "비율")],
        row=("동", lambda values: {"a": "가동"}), column=None, hidden={("a", None)},
    )  # fmt: skip
    cube = cube_of(grid, tenant="1", table="t", month="2026-10", definition="d", additive={"n": True})
    assert (cube.headings, cube.lines) == (("건수",), {"가동": (None,), "계": (9,)})


def test_two_local_governments_meet_on_the_page_and_persons_stay_apart(district):
    district.gift(district.person(), won=10_000)
    for n in range(6):
        district.gift(district.person(), on=date(2026, 10, 6 + n))
    district.keep()
    compute_standards(tenant=district.tenant, month=OCTOBER, now=NOW)
    browser = client_of(district.member())
    ours = browser.post("/statistics/nation/ours", {"table": "agencies"})
    assert ours["Content-Disposition"].endswith('9999900000-agencies-2026-10.json"')
    cube = json.loads(ours.content)["cube"]
    theirs = seal(replace(unseal(ours.content, _keys(district)), tenant="9712000000"), KEY)
    keys = "\n".join(f"{code}={key.hex()}" for code, key in {**_keys(district), "9712000000": PUBLIC}.items())

    def sent(*contents, keys=keys):
        files = [SimpleUploadedFile(f"{n}.json", content) for n, content in enumerate(contents)]
        return browser.post("/statistics/nation", {"keys": keys, "files": files}).content.decode()

    page = sent(ours.content, theirs)
    assert cube["headings"][:2] == ["건수", "사람"]
    assert cube["lines"]["푸드뱅크"][:2] == [7, 7]
    row = page.partition("푸드뱅크</th>")[2].partition("</tr>")[0]
    assert '<td class="num">14</td><td class="num">–</td>' in row
    assert "서명한 뒤에 바뀐" in sent(ours.content.replace(b'"9999900000"', b'"9712000000"'), theirs)
    assert "두 번 들어" in sent(ours.content, ours.content)
    assert "열쇠로 읽을 수 없는" in sent(ours.content, keys="9999900000=열쇠")


def _keys(district) -> dict:
    return {district.tenant.code: signing_key(district.tenant).public_key().public_bytes_raw()}
