"""Files made to do harm, each by a few lines: what breaks readers of tables, maps, pictures, papers and messages.

`FILES` is name → (family, suffix, maker of its bytes). A family says which doors a file is pushed through.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

import openpyxl
import pyarrow as pa
import pyarrow.parquet

HEAD = "성명,생년월일,전화번호,주소,품목,제공일"
_SHEET = (
    '<?xml version="1.0"?>{}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)
_ROWS = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


def workbook(sheet: str | bytes | None = None, parts: dict[str, bytes] | None = None, cells=None) -> bytes:
    """Return an honest workbook, its sheet replaced and further parts added."""
    plain, packed = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    for row in cells or [HEAD.split(",")]:
        book.active.append(row)
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            body = source.read(part)
            if sheet is not None and part.filename == "xl/worksheets/sheet1.xml":
                body = sheet if isinstance(sheet, bytes) else sheet.encode()
            target.writestr(part.filename, body)
        for name, body in (parts or {}).items():
            target.writestr(name, body)
    return packed.getvalue()


def package(**parts: bytes) -> bytes:
    """Return a zip of parts; `__` in a name stands for a slash, `_dot_` for a dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in parts.items():
            target.writestr(name.replace("__", "/").replace("_dot_", "."), body)
    return packed.getvalue()


def _word(body: bytes = b"<w/>", **more: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in {"[Content_Types].xml": b"<Types/>", "word/document.xml": body, **more}.items():
            target.writestr(name, part)
    return packed.getvalue()


def _png(width: int, height: int, data: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", data or zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


def _pdf(*objects: str) -> bytes:
    body = "%PDF-1.7\n" + "".join(f"{n} 0 obj\n{each}\nendobj\n" for n, each in enumerate(objects, 1))
    return (body + "trailer << /Root 1 0 R >>\n%%EOF\n").encode("latin-1")


def _map(*shapes: object, code: str = "9711000001", **more: object) -> bytes:
    features = [
        {"type": "Feature", "properties": {"adm_cd": code, "name": "가", "layer": "road"}, "geometry": shape}
        for shape in shapes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def _ring(*corners) -> dict:
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


def _knot(n: int) -> dict:
    dice = random.Random(7)
    return _ring(*[[127 + dice.random(), 37 + dice.random()] for _ in range(n)])


def _parquet(n: int, values: list | None = None) -> bytes:
    out = io.BytesIO()
    pa.parquet.write_table(
        pa.table({"시설명": values or pa.array(["가"] * n).dictionary_encode()}), out, compression="zstd"
    )
    return out.getvalue()


def _deflated(n: int, letter: bytes = b" ") -> bytes:
    """Return a gzip of n times a letter without ever holding them."""
    out, packer = [], zlib.compressobj(6, zlib.DEFLATED, 31)
    for _ in range(n >> 20):
        out.append(packer.compress(letter * (1 << 20)))
    return b"".join([*out, packer.flush()])


def _zip_of(name: str, size: int, *, letter: bytes = b" ") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target, target.open(name, "w") as part:
        for _ in range(size >> 20):
            part.write(letter * (1 << 20))
    return packed.getvalue()


def _forged_sizes(content: bytes) -> bytes:
    """Let the directory of a zip say that every part is empty."""
    at, forged = 0, bytearray(content)
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        forged[at + 24 : at + 28] = struct.pack("<I", 1)
        at += 4
    return bytes(forged)


_LAUGHS = "<!DOCTYPE l [" + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10)) + "]>"
_OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_RECIPE = b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/http://127.0.0.1:9/a.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'

FILES: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    # tables written as text
    "table: nothing": ("table", ".csv", lambda: b""),
    "table: blanks": ("table", ".csv", lambda: b" \r\n \r\n" * 1000),
    "table: NUL": ("table", ".csv", lambda: f"{HEAD}\n김\0가,1955\n".encode()),
    "table: NUL only": ("table", ".csv", lambda: b"\0" * 100_000),
    "table: UTF-8 and CP949 in one": ("table", ".csv", lambda: f"{HEAD}\n김가나\n".encode() + "박다라,쌀\n".encode("cp949") * 50),
    "table: cut within a letter": ("table", ".csv", lambda: f"{HEAD}\n김가나".encode()[:-1]),
    "table: UTF-16 without a mark": ("table", ".csv", lambda: f"{HEAD}\n김가나,1955-01-01\n".encode("utf-16-le")),
    "table: UTF-16 of odd length": ("table", ".csv", lambda: f"{HEAD}\n김가나\n".encode("utf-16") + b"x"),
    "table: UTF-32": ("table", ".csv", lambda: f"{HEAD}\n김가나\n".encode("utf-32")),
    "table: UTF-7": ("table", ".csv", lambda: b"+ADw-script+AD4-,a\n1,2\n"),
    "table: lone surrogate": ("table", ".csv", lambda: HEAD.encode() + b"\n\xed\xa0\x80,1955\n"),
    "table: overlong UTF-8": ("table", ".csv", lambda: HEAD.encode() + b"\n\xc0\xaf,1955\n"),
    "table: million columns": ("table", ".csv", lambda: ",".join(["열"] * 1_000_000).encode()),
    "table: million empty columns in a row": ("table", ".csv", lambda: f"{HEAD}\n".encode() + b"," * 1_000_000 + b"\n"),
    "table: one line of six megabytes": ("table", ".csv", lambda: b"a" * (6 << 20)),
    "table: quotation mark never closed": ("table", ".csv", lambda: f'{HEAD}\n"김'.encode() + ("가,나,다\n" * 300_000).encode()),
    "table: half a million quotation marks": ("table", ".csv", lambda: f"{HEAD}\n".encode() + b'"' * 500_001),
    "table: formulas": ("table", ".csv", lambda: f"{HEAD}\n=cmd|' /C calc'!A0,1955-01-01,@SUM(1+1),-2+3,+1,\t=1\n".encode()),
    "table: line ends of all kinds": ("table", ".csv", lambda: f"{HEAD}\r김가나,1\n\r박,2\r\n\u2028이,3\x0b\x0c최,4\x85".encode()),
    "table: numbers without end": ("table", ".csv", lambda: f"{HEAD}\n김가나,{'9' * 5000},{'0' * 5000},1e999,{'1.' * 500},{'20' * 200}\n".encode()),
    "table: letters that change direction": ("table", ".csv", lambda: f"{HEAD}\n\u202e김\u2066가\u200d나,1955,{'e' + chr(0x301) * 3000},💣,쌀,2026\n".encode()),
    "table: header named twice a thousand times": ("table", ".csv", lambda: (",".join(["성명"] * 399) + "\n" + ",".join(["가"] * 399) + "\n").encode()),
    "table: addresses that make searching slow": ("table", ".csv", lambda: (f"{HEAD}\n" + f'{"가" * 3000},{"1." * 1500},{"(" * 1500},"{"로1길" * 800 + " 1-" * 400}",{"1 " * 1500},{"윤" * 1500}\n' * 3).encode()),
    "table: a web page": ("table", ".csv", lambda: b"<html><script>alert(1)</script><table></table></html>"),
    "table: an old workbook": ("table", ".csv", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096),
    "table: packed, a bomb": ("packed table", ".csv.gz", lambda: _deflated(40 << 20)),
    "table: packed, a bomb of lines": ("packed table", ".csv.gz", lambda: _deflated(40 << 20, b"\n")),
    "table: packed, cut off": ("packed table", ".csv.gz", lambda: gzip.compress(HEAD.encode() * 100)[:-20]),
    "table: packed, wrong sum": ("packed table", ".csv.gz", lambda: gzip.compress(HEAD.encode() * 100)[:-8] + b"\0" * 8),
    "table: packed, not packed at all": ("packed table", ".csv.gz", lambda: HEAD.encode()),
    "table: packed twice": ("packed table", ".csv.gz", lambda: gzip.compress(gzip.compress(HEAD.encode()))),
    "table: parquet that says millions": ("packed table", ".parquet", lambda: _parquet(3_000_000)),
    "table: parquet cut off": ("packed table", ".parquet", lambda: _parquet(10)[:-9]),
    "table: parquet with a broken page": ("packed table", ".parquet", lambda: (lambda b: b[:8] + b"\xff" * 30 + b[38:])(_parquet(5_000, [f"{n}" for n in range(5000)]))),
    "table: parquet of lists in lists": ("packed table", ".parquet", lambda: _parquet(1, [[[["가"]]]])),
    # workbooks
    "workbook: XFD1048576 said": ("workbook", ".xlsx", lambda: workbook(_SHEET.format("", '<dimension ref="A1:XFD1048576"/>' + _ROWS))),
    "workbook: XFD1048576 hidden": ("workbook", ".xlsx", lambda: workbook(_SHEET.format("", _ROWS))),
    "workbook: laughs": ("workbook", ".xlsx", lambda: workbook(_SHEET.format(_LAUGHS, "&a9;"))),
    "workbook: laughs in the strings": ("workbook", ".xlsx", lambda: workbook(parts={"xl/sharedStrings2.xml": ("<?xml version='1.0'?>" + _LAUGHS + "<sst>&a9;</sst>").encode()})),
    "workbook: outside entity": ("workbook", ".xlsx", lambda: workbook(_SHEET.format(_OUTSIDE, "&e;"))),
    "workbook: entity in UTF-16": ("workbook", ".xlsx", lambda: workbook(('<?xml version="1.0"?>' + _OUTSIDE + "<x/>").encode("utf-16"))),
    "workbook: entity far behind": ("workbook", ".xlsx", lambda: workbook("<?xml version='1.0'?>" + " " * 100_000 + _LAUGHS + "<worksheet>&a9;</worksheet>")),
    "workbook: bomb": ("workbook", ".xlsx", lambda: workbook(b" " * (30 << 20))),
    "workbook: bomb with forged sizes": ("workbook", ".xlsx", lambda: _forged_sizes(workbook(b" " * (30 << 20)))),
    "workbook: archive within": ("workbook", ".xlsx", lambda: workbook(parts={"xl/embeddings/a.zip": _zip_of("b", 1 << 20)})),
    "workbook: path outside": ("workbook", ".xlsx", lambda: workbook(parts={"../../../etc/cron.d/x": b"x", "/etc/x": b"x"})),
    "workbook: ten thousand parts": ("workbook", ".xlsx", lambda: workbook(parts={f"xl/media/{n}.png": b"" for n in range(10_000)})),
    "workbook: cut off": ("workbook", ".xlsx", lambda: workbook()[:-200]),
    "workbook: a plain archive": ("workbook", ".xlsx", lambda: package(a_dot_csv=b"1,2")),
    "workbook: elements in elements": ("workbook", ".xlsx", lambda: workbook(_SHEET.format("", "<a>" * 200_000))),
    "workbook: rows numbered beyond the end": ("workbook", ".xlsx", lambda: workbook(_SHEET.format("", '<sheetData><row r="99999999999"><c r="ZZZZZZ99999999999"><v>1</v></c></row></sheetData>'))),
    "workbook: a string that is not there": ("workbook", ".xlsx", lambda: workbook(_SHEET.format("", '<sheetData><row r="1"><c r="A1" t="s"><v>4294967295</v></c></row></sheetData>'))),
    "workbook: dates without end": ("workbook", ".xlsx", lambda: workbook(cells=[HEAD.split(","), ["김가나", 1e300, -1e300, 2958466, 0.1 + 0.2, "=1+1"]])),
    "workbook: formulas": ("workbook", ".xlsx", lambda: workbook(cells=[HEAD.split(","), ["=HYPERLINK(\"http://x\",\"가\")", "@SUM(1)", "+1", "-1", "\t=1", "=1"]])),
    # maps
    "map: a recipe that leads elsewhere": ("map", ".geojson", lambda: _RECIPE),
    "map: a list of addresses": ("map", ".json", lambda: b'["http://127.0.0.1:9/"]'),
    "map: links as an API has them": ("map", ".json", lambda: b'{"links":[{"rel":"data","href":"http://127.0.0.1:9/"}],"stac_version":"1.0.0","type":"Feature"}'),
    "map: brackets without end": ("map", ".geojson", lambda: b'{"a":' * 200_000),
    "map: nothing in it": ("map", ".geojson", lambda: _map()),
    "map: shapes that are none": ("map", ".geojson", lambda: _map(None, {"type": "Polygon", "coordinates": []}, {"type": "Polygon", "coordinates": [[[1]]]}, {"type": "Egg"}, [1], "x")),
    "map: numbers that are none": ("map", ".geojson", lambda: _map(_ring([127, 37], [127.1, 37], [127.1, 37.1])).replace(b"37.1", b"1e999").replace(b"127.1", b"NaN")),
    "map: on another planet": ("map", ".geojson", lambda: _map(_ring([1e300, -1e300], [1e308, 1e308], [0, 1e307]))),
    "map: a knot of 20,000 corners": ("map", ".geojson", lambda: _map(_knot(20_000))),
    "map: a collection of collections": ("map", ".geojson", lambda: _map({"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [127, 37]}]}] * 50})),
    "map: lines and points for areas": ("map", ".geojson", lambda: _map({"type": "LineString", "coordinates": [[127, 37], [127.1, 37]]}, {"type": "Point", "coordinates": [127, 37]})),
    "map: codes of every kind": ("map", ".geojson", lambda: b'{"type":"FeatureCollection","features":[' + b",".join(b'{"type":"Feature","properties":{"adm_cd":%s,"name":%s,"layer":"road"},"geometry":{"type":"Polygon","coordinates":[[[127,37],[127.1,37],[127.1,37.1],[127,37]]]}}' % (v, v) for v in (b"null", b"1e300", b'"\\u0000"', b"[1]", b"true", b'"' + "가".encode() * 5000 + b'"')) + b"]}"),
    "map: packed, a bomb": ("map", ".geojson.gz", lambda: _deflated(40 << 20)),
    "map: archive, a bomb": ("map", ".zip", lambda: _zip_of("a.geojson", 40 << 20)),
    "map: archive, path outside": ("map", ".zip", lambda: package(**{"..__..__..__etc__a_dot_shp": b"\0\0\x27\x0a" + b"\0" * 96})),
    "map: archive, locked": ("map", ".zip", lambda: (lambda b: b[:6] + b"\x01\x00" + b[8:])(_zip_of("a.geojson", 1 << 20)).replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")),
    "map: archive of an archive": ("map", ".zip", lambda: package(b_dot_zip=_zip_of("a.shp", 1 << 20))),
    "map: SHP with sizes that lie": ("map", ".zip", lambda: package(a_dot_shp=b"\0\0\x27\x0a" + b"\0" * 20 + b"\x7f\xff\xff\xff" + b"\xe8\3\0\0\5\0\0\0" + b"\xff" * 2000, a_dot_shx=b"\0\0\x27\x0a" + b"\xff" * 200, a_dot_dbf=b"\3" + b"\xff" * 300)),
    "map: a database that is none": ("map", ".gpkg", lambda: b"SQLite format 3\0" + b"\xff" * 4096),
    # papers and pictures
    "paper: flood of pixels": ("paper", ".png", lambda: _png(60_000, 60_000)),
    "paper: flood that is really there": ("paper", ".png", lambda: _png(7_000, 7_000, zlib.compress(b"\0" * (7_000 * 3 + 1) * 7_000, 9))),
    "paper: picture without end": ("paper", ".png", lambda: _png(10, 10)[:40]),
    "paper: JPEG of nothing": ("paper", ".jpg", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\xff" * 500),
    "paper: TIFF that points to itself": ("paper", ".tif", lambda: b"II*\0\x08\0\0\0" + b"\0\0" + struct.pack("<I", 8) * 50),
    "paper: drawing with a script": ("paper", ".svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "paper: PDF whose pages are their own parents": ("paper", ".pdf", lambda: _pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 /Parent 2 0 R >>")),
    "paper: PDF with a page of a kilometre": ("paper", ".pdf", lambda: _pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 3000000 3000000] >>")),
    "paper: PDF that starts a script": ("paper", ".pdf", lambda: _pdf("<< /Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>")),
    "paper: PDF cut off": ("paper", ".pdf", lambda: b"%PDF-1.7\n1 0 obj <<"),
    "paper: a document with macros": ("paper", ".docx", lambda: _word(**{"word/vbaProject.bin": b"x"})),
    "paper: a document with an entity": ("paper", ".docx", lambda: _word(b"<?xml version='1.0'?>" + _OUTSIDE.encode() + b"<w>&e;</w>")),
    "paper: a document that is a bomb": ("paper", ".docx", lambda: _word(b" " * (30 << 20))),
    "paper: a document with paths outside": ("paper", ".docx", lambda: _word(**{"../../evil.xml": b"x"})),
    "paper: a program called picture": ("paper", "\u202egpj.exe", lambda: b"MZ" + b"\0" * 1000),
    "paper: a page called text": ("paper", ".txt", lambda: b"<html><script>alert(1)</script>"),
    # process descriptions are nobody's to send: they are read as what they look like
    "paper: a process description": ("paper", ".bpmn", lambda: b'<?xml version="1.0"?>' + _OUTSIDE.encode() + b"<definitions><scriptTask><script>__import__('os')</script></scriptTask></definitions>"),
    # messages of an offline copy
    "message: brackets without end": ("message", ".json", lambda: b"[" * 200_000),
    "message: letters that are none": ("message", ".json", lambda: b'{"token":"\\ud800","checks":[{"id":"\\ud800"}]}'),
    "message: NUL": ("message", ".json", lambda: b'{"token":"%s","checks":[{"id":"abcdefgh1","line":"LINE","state":"safe","at":"2026-11-23T01:00:00Z","note":"a\\u0000b"}]}'),
    "message: a number without end": ("message", ".json", lambda: b'{"token":' + b"9" * 6000 + b',"checks":[]}'),
    "message: lists for words": ("message", ".json", lambda: b'{"token":[],"checks":[{"id":[],"line":{},"state":[],"at":[]}]}'),
    "message: a hundred thousand checks": ("message", ".json", lambda: json.dumps({"token": "x", "checks": [{"id": "a" * 20}] * 30_000}).encode()),
    "message: not a message": ("message", ".json", lambda: b"\xff\xfe\0\0"),
}  # fmt: skip
