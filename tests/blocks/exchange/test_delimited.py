"""Text tables, block by block."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duru.blocks.exchange.errors import FileRefused
from duru.blocks.exchange.readers.delimited import cells_of, read_blocks, sniff_delimiter

pytestmark = pytest.mark.unit


def _read(path, text: str, *, width: int = 0, block_bytes: int = 1 << 20, encoding: str = "utf-8", newline=b"\n", **at):
    path.write_bytes(text.encode(encoding))
    blocks = read_blocks(
        path, encoding=encoding, newline=newline, delimiter=",", width=width, block_bytes=block_bytes,
        offset=at.get("offset", 0), line=at.get("line", 1),
    )  # fmt: skip
    return list(blocks)


def _records(blocks):
    return [(line, record) for block in blocks for line, record in zip(block.lines, block.records, strict=True)]


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["성명,주소", "김,가"], ","),
        (["성명\t주소", "김\t가, 나"], "\t"),
        (["성명;주소;비고", "김;가,나;다"], ";"),
        (["성명|주소", "김|가"], "|"),
        (["제목 하나", "성명,주소,품목", '김,"가;나;다",쌀', "이,가;나;다,쌀"], ","),
        (["한 열뿐", "김철수"], ","),
    ],
)
def test_delimiter_is_the_steadiest(lines, delimiter):
    assert sniff_delimiter(lines) == delimiter


def test_line_breaks_inside_quotes_belong_to_the_cell(tmp_path):
    found = _records(_read(tmp_path / "a", '성명,주소\n김철수,"샛별로 3\n2층\n안쪽"\n이영희,달빛로\n', width=2))
    assert found == [(1, "성명,주소"), (2, '김철수,"샛별로 3\n2층\n안쪽"'), (5, "이영희,달빛로")]
    assert cells_of(found[1][1], ",") == ["김철수", "샛별로 3\n2층\n안쪽"]


def test_an_inch_mark_swallows_no_rows(tmp_path):
    text = 'a,b,c\n김,"50인치 TV,1\n이,쌀,1\n박,쌀,1\n최,"40인치,1\n정,쌀,2\n박,"1인치,2\n최,"2인치,3\n'
    assert [line for line, _ in _records(_read(tmp_path / "a", text, width=3))] == list(range(1, 9))


def test_old_line_ends_and_blank_lines(tmp_path):
    assert _records(_read(tmp_path / "a", "a,b\r\n\r\n1,2\r\n")) == [(1, "a,b"), (2, ""), (3, "1,2")]
    assert _records(_read(tmp_path / "b", "a,b\r1,2\r", newline=b"\r")) == [(1, "a,b"), (2, "1,2")]


def test_one_line_without_end_is_refused(tmp_path):
    with pytest.raises(FileRefused, match="너무 깁니다"):
        _read(tmp_path / "a", "a" * (6 << 20))


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.sampled_from('가나ab12 ."\n'), max_size=6).map(lambda s: s.strip()), min_size=3, max_size=3
        ),
        min_size=1,
        max_size=12,
    ),
    st.integers(24, 200),
)
def test_reading_in_pieces_gives_what_reading_at_once_gives(tmp_path_factory, rows, size):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path = tmp_path_factory.mktemp("blocks") / "a.csv"
    whole = _records(_read(path, out.getvalue(), width=3))
    blocks = _read(path, out.getvalue(), width=3, block_bytes=size)
    assert _records(blocks) == whole
    assert [cells_of(record, ",") for _, record in whole] == rows
    middle = blocks[len(blocks) // 2]
    rest = _read(path, out.getvalue(), width=3, offset=middle.end_offset, line=middle.end_line)
    assert _records(blocks[: len(blocks) // 2 + 1]) + _records(rest) == whole
