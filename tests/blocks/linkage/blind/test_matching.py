import numpy as np
import pytest

from duru.blocks.linkage.blind.encoding import encode, fields_of
from duru.blocks.linkage.blind.matching import blind_model, match, pack
from duru.blocks.linkage.blind.people import forms_of
from duru.demo.crowd import draw_crowd

KEY = bytes(range(32))
KIM = {"name": "김말순", "birth": "1941-03-12", "sex": "여", "phone": "010-1234-5678"}


def people(*rows):
    return pack([(at, form) for at, row in enumerate(rows) for form in forms_of(**row, homes=[], key=KEY)])


def line(**cells):
    return pack([(0, encode(fields_of(**cells), KEY))])


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (KIM, 0),
        (KIM | {"name": "김말숙"}, 0),
        (KIM | {"phone": "", "birth": "410312"}, 0),
        (KIM | {"name": "KIM MALSUN"}, 0),
        (KIM | {"birth": "1941", "phone": "010.1234.5678"}, 0),
        (KIM | {"birth": "1963-11-30", "phone": ""}, None),
        ({"name": "박철수", "birth": "1941-03-12", "sex": "남"}, None),
        ({"name": "김말순"}, None),
    ],
)
def test_a_line_meets_the_person_or_nobody(cells, found):
    others = [{"name": name, "birth": birth, "sex": "남", "phone": ""} for name, birth in (("이철수", "1970-01-01"), ("최민수", "1988-08-08"))]  # fmt: skip
    assert match(line(**cells), people(KIM, *others)) == [found]


def test_of_two_who_are_alike_neither_is_taken():
    twin = KIM | {"phone": ""}
    assert match(line(**twin), people(twin, twin)) == [None]


def test_a_person_known_in_several_writings_is_one():
    rows = [
        (0, form)
        for name in ("김말순", "김맬순")
        for form in forms_of(**KIM | {"name": name}, homes=["달별로 1", "움들동 4"], key=KEY)
    ]
    assert match(line(**KIM), pack(rows)) == [0]


def test_nobody_is_asked_and_nobody_is_known():
    assert match(pack([]), people(KIM)) == []
    assert match(line(**KIM), pack([])) == [None]


def test_the_shipped_model_holds_its_precision_on_another_crowd():
    crowd = draw_crowd(1_000, 300, seed=99)
    columns = ("name", "birth", "sex", "phone")
    residents = crowd.register.select(columns).to_pylist()
    asked = pack(
        [(at, encode(fields_of(**row), KEY)) for at, row in enumerate(crowd.records.select(columns).to_pylist())]
    )
    truth = [int(each[1:]) - 1 if each else None for each in crowd.truth["resident_id"].to_pylist()]
    answers = match(asked, people(*residents))
    told = [(answer, right) for answer, right in zip(answers, truth, strict=True) if answer is not None]
    assert np.mean([answer == right for answer, right in told]) > 0.98
    assert len(told) > 0.7 * len(truth)
    assert blind_model().provenance


def test_what_is_no_filter_is_refused():
    with pytest.raises(ValueError, match="토큰 파일이 아닙니다"):
        pack([(0, {"birth": "AAAA"})])
