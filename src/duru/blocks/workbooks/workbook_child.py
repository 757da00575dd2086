"""The child that opens a workbook: knows nothing of 두루, may use little memory, writes rows as JSON lines.

python -I -S workbook_child.py FILE.xlsx BYTES CPU_SECONDS
"""

import json
import os
import resource
import sys

sys.path[:] = os.environ["DURU_CHILD_PATH"].split(os.pathsep)

from datetime import date, datetime, time, timedelta  # noqa: E402 - the path had to be set first

ROWS_A_MESSAGE = 500
MOST_COLUMNS = 1_000


def say(message):
    sys.stdout.buffer.write(json.dumps(message, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def text_of(value):
    """Write a cell as a person would type it: whole numbers without .0, dates as 2026-03-05."""
    if isinstance(value, str):
        return value.replace("_x000D_", "").replace("\r\n", "\n")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.hour == value.minute == value.second == 0
        return value.date().isoformat() if midnight else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def main(path, memory, seconds):
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_path(path)
        sheets = [
            each.name
            for each in workbook.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
        ]
        say({"sheets": sheets})
        for number, name in enumerate(sheets):
            sheet = workbook.get_sheet_by_name(name)
            if sheet.end is not None and sheet.end[1] - sheet.start[1] >= MOST_COLUMNS:
                say(
                    {
                        "refused": f"'{name[:40]}' 시트의 열이 {MOST_COLUMNS:,}개를 넘습니다. 자료 밖의 빈 열을 지우고 저장해 주세요."
                    }
                )
                return
            write_rows(sheet, number)
            del sheet
        say({"end": True})
    except CalamineError:
        say({"refused": "엑셀 파일을 열 수 없습니다(깨졌거나 암호가 걸려 있습니다)."})


def write_rows(sheet, number):
    if sheet.start is None:
        return
    rows = []
    # iter_rows begins at line 1, but at the first used column.
    for line, values in enumerate(sheet.iter_rows(), start=1):
        while values and values[-1] == "":
            values.pop()
        if not values:
            continue
        cells = [text_of(value) for value in values]
        numbers = [
            i for i, value in enumerate(values) if isinstance(value, (int, float)) and not isinstance(value, bool)
        ]
        rows.append((number, line, cells, numbers))
        if len(rows) == ROWS_A_MESSAGE:
            say({"rows": rows})
            rows = []
    if rows:
        say({"rows": rows})


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
sys.stdout.flush()
