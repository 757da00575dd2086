"""A file as an agency sends it: CP949, a title, a header of two lines, totals, and what people type wrong."""

RRN = "410312-2234567"
FORMULA = "=HYPERLINK(1)"
NAME = "나눔 대장(11월).csv"

_ROWS = """해오름종합사회복지관 2026년 11월 나눔 대장,,,,,,,,,
,,,,,,,,,
연번,이용자,,,,나눔,,,,비고
,성명,생년월일,전화번호,주소,일자,뭐 드렸나,수량,금액(원),
1,강새봄,1948-02-11,010-2345-6701,해오름로 12,2026-11-02,김치,2통,40000,문 앞에 둠
2,남궁하얀,1951.7.3,010-2345-6702,해오름로 14,2026-11-02,김치,2통,40000,
3,도라온,460915,010-2345-6703,해오름로 16,2026.11.3,쌀,10kg,32000,주민번호 {rrn}
4,류한빛,1953-13-45,010-2345-6704,해오름로 18,2026-11-03,쌀,10kg,32000,{formula}
5,강새봄,1948-02-11,010-2345-6701,해오름로 12,2026-11-02,김치,2통,40000,문 앞에 둠
6,마루찬,1949-05-05,010-2345-6705,해오름로 20,11월에,쌀,10kg,32000,{rrn} 확인
,합계,,,,,,,216000,
"""

TAKEN, REFUSED, REPEATED = 3, 2, 1


def write_messy_file() -> dict:
    """Return the file for an upload field."""
    text = _ROWS.format(rrn=RRN, formula=FORMULA).replace("\n", "\r\n")
    return {"name": NAME, "mimeType": "text/csv", "buffer": text.encode("cp949")}
