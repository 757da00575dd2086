"""The page that agencies run does in the browser what `encoding.py` does."""

import csv
import json

from duru.blocks.linkage.blind.encoding import encode, fields_of
from duru.blocks.linkage.blind.files import read_lines, write_answers
from duru.blocks.linkage.blind.tool import tool_page

ROWS = [
    ("홍 길 동 어르신", "1950.3.5", "남", "010-1234-5678", "해오름구 달별로 13번길 1-2, 101동 204호"),
    ("Hong, Gil-dong", "500305", "M", "", "움들동 4-1 지층2호"),
    ("김말순(배우자)", "1941년", "여", "02)333-4444", ""),
    ('곽, "밍"', "", "2", "01012345678", "똠방각하"),
    ("", "19500305", "", "", ""),
]
KEY = bytes(range(32))


def test_the_page_makes_the_same_tokens_and_shows_the_answers(chromium, tmp_path):
    listed = tmp_path / "명단.csv"
    with listed.open("w", encoding="cp949", newline="") as file:
        csv.writer(file).writerows([("어르신 성함", "생년월일", "성별", "연락처", "주 소"), *ROWS])
    (tmp_path / "도구.html").write_text(tool_page(), encoding="utf-8")
    answers = tmp_path / "답.csv"
    write_answers(answers, [2, 3], ["유사 수혜 있음(식품 2026. 11.)", "없음"])

    page = chromium.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "도구.html").as_uri())
    page.set_input_files("#list", listed)
    page.locator("#column-name").wait_for()
    page.fill("#key", KEY.hex())
    assert page.locator("#make").is_disabled(), "no token without the word that everybody agreed"
    page.check("#agree")
    with page.expect_download() as download:
        page.click("#make")
    download.value.save_as(tmp_path / "토큰.jsonl")
    page.set_input_files("#answer", answers)
    page.locator("#answers tbody tr").first.wait_for()
    assert page.locator("#told").inner_text() == "물은 2줄: 유사 수혜 있음 1, 없음 1, 확인 불가 0."
    assert page.locator("#answers tbody").inner_text().split("\t")[:2] == ["2", "홍 길 동 어르신"]
    assert page.locator("#said").inner_text().startswith("토큰 4개를 만들었습니다. 이름이나")
    page.close()

    head, *rows = [json.loads(each) for each in (tmp_path / "토큰.jsonl").read_text(encoding="utf-8").splitlines()]
    expected = [
        encode(fields_of(**dict(zip(("name", "birth", "sex", "phone", "address"), row, strict=True))), KEY)
        for row in ROWS
    ]
    assert [row["filters"] for row in rows] == expected[:4]
    assert (head["side"], [row["line"] for row in rows]) == ("agency", [2, 3, 4, 5])
    assert read_lines(tmp_path / "토큰.jsonl")[1] == [2, 3, 4, 5]
    assert all(url.startswith(("file:", "blob:")) for url in asked)
