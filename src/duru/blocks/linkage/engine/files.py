"""Files for linkage alone: CSV (UTF-8 or CP949) and Parquet in, CSV and Parquet out."""

from __future__ import annotations

import codecs
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from duru.kernel.hangul import clean_text

RECORDS = ("record_id", "name", "birth", "sex", "phone", "address")
GAZETTEER = ("building_id", "gu", "road", "building_no", "dong", "jibun")
# Headings that are understood as well.
_ALIASES = {
    "번호": "record_id", "연번": "record_id", "id": "record_id", "이름": "name", "성명": "name", "대상자명": "name", "생년월일": "birth",
    "생일": "birth", "birth_date": "birth", "dob": "birth", "성별": "sex", "gender": "sex", "전화": "phone", "전화번호": "phone",
    "연락처": "phone", "휴대전화": "phone", "휴대폰": "phone", "주소": "address", "도로명": "road", "건물번호": "building_no", "구": "gu",
    "동": "dong", "법정동": "dong", "지번": "jibun", "건물관리번호": "building_id",
}  # fmt: skip


class FileRefused(ValueError):
    """A file cannot be used; the message says in Korean why and what to do."""


def read_records(path: Path) -> pa.Table:
    """Read a file of people: text columns of `RECORDS`, those that it has; record_id is the row number where it is missing.

    Raises:
        FileRefused: Not a table, no name in it, or not readable.
    """
    table = _read(path, RECORDS)
    if "name" not in table.column_names:
        raise FileRefused(
            f"{path.name}에 이름(name) 열이 없습니다. 첫 줄에 {', '.join(RECORDS)} 가운데 있는 것을 적어 주세요."
        )
    if "record_id" not in table.column_names:
        numbers = pa.array(range(1, table.num_rows + 1)).cast(pa.string())
        table = table.add_column(0, "record_id", numbers)
    return table


def read_buildings(path: Path) -> pa.Table:
    """Read a gazetteer: text columns of `GAZETTEER`.

    Raises:
        FileRefused: A column is missing, or the file is not readable.
    """
    table = _read(path, GAZETTEER)
    missing = [name for name in GAZETTEER if name not in table.column_names]
    if missing:
        raise FileRefused(
            f"{path.name}에 {', '.join(missing)} 열이 없습니다. 주소 사전에는 {', '.join(GAZETTEER)} 열이 모두 있어야 합니다."
        )
    return table


def write_table(table: pa.Table, path: Path) -> None:
    """Write a table as the ending of its name says: .parquet, else CSV in UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".parquet":
        pa_parquet.write_table(table, path)
        return
    plain = (pa.string() if pa.types.is_dictionary(kind) else kind for kind in table.schema.types)
    schema = pa.schema(list(zip(table.schema.names, plain, strict=True)))
    # Quotes only where they are needed: a spreadsheet and awk read the same file.
    options = pa_csv.WriteOptions(quoting_style="needed")
    with path.open("wb") as file, pa_csv.CSVWriter(file, schema, write_options=options) as writer:
        # A part at a time: texts that are kept once are spelt out only for as long as they are written.
        for batch in table.to_batches(max_chunksize=1 << 16):
            writer.write_batch(batch.cast(schema))


def _read(path: Path, wanted: tuple[str, ...]) -> pa.Table:
    try:
        table = _read_parquet(path, wanted) if path.suffix.lower() == ".parquet" else _read_csv(path, wanted)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise FileRefused(f"{path.name}을(를) 표로 읽을 수 없습니다: {str(error)[:200]}") from error
    return table.cast(pa.schema([(name, pa.string()) for name in table.column_names]))


def _known(headings: list[str], wanted: tuple[str, ...]) -> dict[str, str]:
    """Return heading → our name, for the headings that are wanted; the first one counts."""
    found: dict[str, str] = {}
    for heading in headings:
        name = clean_text(heading).strip().lower()
        name = _ALIASES.get(name, name)
        if name in wanted and name not in found.values():
            found[heading] = name
    return found


def _read_parquet(path: Path, wanted: tuple[str, ...]) -> pa.Table:
    known = _known(pa_parquet.read_schema(path).names, wanted)
    return pa_parquet.read_table(path, columns=list(known)).rename_columns(list(known.values()))


def _read_csv(path: Path, wanted: tuple[str, ...]) -> pa.Table:
    with path.open("rb") as file:
        first = file.readline()
    refused: Exception = FileRefused(f"{path.name}이(가) 비어 있습니다.")
    for encoding in _encodings(first):
        for newlines in (False, True):  # a line break inside a cell is rare, and looking for one costs the second core
            try:
                return _read_as(path, wanted, encoding, newlines=newlines)
            except (pa.ArrowInvalid, UnicodeDecodeError) as error:
                refused = error
    raise refused


def _read_as(path: Path, wanted: tuple[str, ...], encoding: str, *, newlines: bool) -> pa.Table:
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline().lstrip("\ufeff")
    if not first.strip():
        raise FileRefused(f"{path.name}이(가) 비어 있습니다.")
    delimiter = max(",\t;|", key=first.count)
    headings = [heading.strip().strip('"') for heading in first.rstrip("\r\n").split(delimiter)]
    known = _known(headings, wanted)
    if not known:
        return pa.table({})
    read = pa_csv.ReadOptions(encoding=encoding, column_names=headings, skip_rows=1, block_size=1 << 23)
    convert = pa_csv.ConvertOptions(
        include_columns=list(known), column_types=dict.fromkeys(headings, pa.string()), strings_can_be_null=False
    )
    parse = pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=newlines)
    table = pa_csv.read_csv(path, read, parse, convert)
    return table.rename_columns([known[name] for name in table.column_names])


def _encodings(first: bytes) -> list[str]:
    """Name the encodings to try, by the first line: Arrow refuses what is not UTF-8 as it reads, so nobody has to look before."""
    if first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return ["utf-16"]
    try:
        first.decode()
    except UnicodeDecodeError:
        return ["cp949"]
    return ["utf-8", "cp949"]
