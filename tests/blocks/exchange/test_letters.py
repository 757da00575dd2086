"""Which letters a file is written in."""

import pytest

from duru.blocks.exchange.errors import FileRefused
from duru.blocks.exchange.readers.letters import PIECE, inspect_text

pytestmark = pytest.mark.unit


def _inspect(tmp_path, content: bytes):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    return inspect_text(path)


@pytest.mark.parametrize(
    ("content", "encoding", "start"),
    [
        ("성명,주소\n뷁똠방,펲시콜라로 3\n".encode("cp949"), "cp949", 0),
        ("성명,주소\n김철수,샛별로 3\n".encode(), "utf-8", 0),
        ("성명,주소\n".encode("utf-8-sig"), "utf-8", 3),
        ("성명\t주소\n김철수\t샛별로".encode("utf-16"), "utf-16-le", 2),
        (b"name,birth\nKim,19550305\n", "utf-8", 0),
    ],
)
def test_encoding_is_mark_then_utf8_then_cp949(tmp_path, content, encoding, start):
    found = _inspect(tmp_path, content)
    assert (found.encoding, found.start, found.size) == (encoding, start, len(content))


def test_every_syllable_of_cp949_survives(tmp_path):
    syllables = "".join(map(chr, range(0xAC00, 0xD7A4)))
    lines = "\n".join(syllables[at : at + 40] for at in range(0, len(syllables), 40))
    content = lines.encode("cp949")
    assert _inspect(tmp_path, content).encoding == "cp949"
    assert content.decode("cp949") == lines


def test_utf8_first_and_cp949_after_is_refused_with_the_line(tmp_path):
    with pytest.raises(FileRefused) as refused:
        _inspect(tmp_path, "성명\n김철수와이영희\n".encode() + "박영수\n최민지\n".encode("cp949"))
    assert refused.value.line in (1, 2, 3)


def test_one_utf8_line_among_cp949_is_refused_with_its_line(tmp_path):
    cp949 = ["김철수,샛별로".encode("cp949")] * 5
    with pytest.raises(FileRefused) as refused:
        _inspect(tmp_path, b"\n".join([*cp949, "이영희,달빛로".encode(), *cp949]))
    assert refused.value.line == 6


def test_both_encodings_megabytes_apart_are_refused(tmp_path):
    utf8 = "김철수,샛별로 삼길\n".encode()
    content = utf8 * (PIECE // len(utf8) + 10) + "박영수,달빛로\n".encode("cp949") * 20
    with pytest.raises(FileRefused):
        _inspect(tmp_path, content)


def test_cut_in_the_middle_of_a_letter_is_refused_with_byte_and_line(tmp_path):
    content = "성명\n김철수\n이영희".encode()[:-1]
    with pytest.raises(FileRefused) as refused:
        _inspect(tmp_path, content)
    assert refused.value.line == 3
    assert len(content) - 3 <= refused.value.byte <= len(content)


def test_cp949_letter_across_two_pieces_is_whole(tmp_path):
    content = b"a" * (PIECE - 1) + "가나다\n".encode("cp949") + b"b" * 10
    assert _inspect(tmp_path, content).encoding == "cp949"


def test_nul_is_refused_with_its_place(tmp_path):
    with pytest.raises(FileRefused) as refused:
        _inspect(tmp_path, b"name\nKim\0\n")
    assert (refused.value.byte, refused.value.line) == (8, 2)


def test_cp949_that_begins_like_utf8_is_not_called_mixed(tmp_path):
    # 징 is C2 A1 in CP949: two bytes that are also one letter of UTF-8.
    assert _inspect(tmp_path, "징,김철수\n".encode("cp949") * 3).encoding == "cp949"
