"""What the pages of one file are put together from."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime

from duru.blocks.exchange.datasets import Dataset
from duru.blocks.exchange.enums import IntakeState, RowState
from duru.blocks.exchange.models import Intake
from duru.blocks.exchange.rules.guessing import SURE
from duru.blocks.exchange.rules.plans import SheetPlan

SHOWN_ROWS = 50
SAMPLE_CELLS = 3
STEPS = {
    IntakeState.UPLOADED: 2,
    IntakeState.MAPPED: 2,
    IntakeState.STAGING: 3,
    IntakeState.STAGED: 3,
    IntakeState.ACCEPTING: 4,
    IntakeState.ACCEPTED: 5,
}


@dataclass(frozen=True, slots=True)
class Running:
    """A running job for the progress part."""

    label: str
    done: int
    total: int
    poll_url: str
    note: str


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One line of the columns page: the field, its select, sample cells, and how sure the guess is."""

    label: str
    hint: str
    is_required: bool
    choice: object
    samples: list[str]
    word: str
    tone: str
    why: str
    is_found: bool


def step_of(state: str) -> int:
    """Return where a file stands in 올리기·열 맞추기·미리보기·반영, from 1; 0 when it left that way."""
    return STEPS.get(state, 0)


def running(intake: Intake) -> Running | None:
    """Return the progress of a running job, None when nothing runs."""
    url = reverse("exchange:progress", args=[intake.public_id])
    if intake.state == IntakeState.STAGING:
        if intake.readable_size and intake.staged_offset >= intake.readable_size:
            return Running("이미 받은 줄을 찾는 중", intake.n_rows, intake.n_rows, url, "")
        note = f"{intake.n_rows:,}줄 검사함. 화면을 닫아도 계속됩니다."
        return Running("검사하는 중(바이트)", intake.staged_offset, intake.readable_size, url, note)
    if intake.state == IntakeState.ACCEPTING:
        return Running("반영하는 중(줄)", intake.n_settled, intake.n_taken, url, "화면을 닫아도 계속됩니다.")
    return None


def counts_of(intake: Intake) -> list[tuple[str, int, str, str, str]]:
    """Return (label, count, unit, hint, tone) of the figures of a checked file."""
    figures = [
        ("받는 줄", intake.n_taken, "줄", "", "success"),
        ("거절된 줄", intake.n_refused, "줄", "고쳐서 다시 보내야 합니다", "danger" if intake.n_refused else "neutral"),
        ("이미 받은 줄", intake.n_duplicate, "줄", "다시 세지 않습니다", "neutral"),
        ("합계 등 제외", intake.n_left_out, "줄", "사람이 아닌 줄", "neutral"),
    ]
    if intake.n_rrn_cut:
        figures.append(("지운 주민등록번호", intake.n_rrn_cut, "개", "저장하기 전에 지웠습니다", "warning"))
    return figures


def row_tabs(intake: Intake, shown: str) -> list[dict]:
    """Return the faces of a file's rows."""
    here = reverse("exchange:detail", args=[intake.public_id])
    return [
        {
            "label": RowState(state).label,
            "url": f"{here}?show={state}",
            "is_current": state == shown,
            "count": getattr(intake, f"n_{state}"),
        }
        for state in RowState.values
    ]


def history_of(intake: Intake) -> list[tuple[str, str]]:
    """Return (label, text) facts of how a file came and what became of it."""

    def moment(at) -> str:
        return localtime(at).strftime("%Y. %m. %d. %H:%M")

    facts = [
        ("올림", f"{moment(intake.uploaded_at)} {intake.uploaded_by}"),
        ("크기", f"{intake.size:,} 바이트"),
        ("글자 방식", intake.encoding.upper() or intake.kind.upper() or "알 수 없음"),
        ("파일 지문(SHA-256)", intake.sha256[:16] or "없음"),
    ]
    for label, at in (("검사", intake.staged_at), ("반영", intake.accepted_at), ("취소", intake.cancelled_at)):
        if at:
            facts.append((label, moment(at)))
    return facts


def mapping_rows(intake: Intake, plan: SheetPlan, dataset: Dataset, samples: list[list[str]], form) -> list[MappingRow]:
    """Lay out the columns page of one sheet."""
    at = next((i for i, each in enumerate(intake.plan["sheets"]) if each["sheet"] == plan.sheet), 0)
    guesses = {g["field"]: g for g in intake.layout.get("guesses", [[]])[at]}
    rows = []
    for field in dataset.all_fields:
        column = plan.columns.get(field.key)
        guess = guesses.get(field.key, {"confidence": 0, "why": "", "column": None})
        if plan.is_remembered:
            word, tone, why = "전에 확인함", "success", "이 기관의 같은 모양 파일에서 확인한 열입니다."
        elif column is None:
            word, tone, why = ("골라 주세요", "danger", "") if field.is_required else ("없음", "neutral", "")
        elif guess["column"] == column and guess["confidence"] >= SURE:
            word, tone, why = "확실함", "success", guess["why"]
        else:
            word, tone, why = "확인 필요", "caution", guess["why"]
        cells = [row[column] for row in samples if column is not None and column < len(row) and row[column].strip()]
        choice = form[f"at_{plan.sheet}_{field.key}"]
        rows.append(
            MappingRow(
                field.label, field.hint, field.is_required, choice, cells[:SAMPLE_CELLS], word, tone, why,
                is_found=column is not None or field.is_required,
            )
        )  # fmt: skip
    return rows


def left_over(plan: SheetPlan, samples: list[list[str]]) -> list[tuple[str, list[str]]]:
    """Return (words above, some cells) of the columns that no field uses, so that the person can find a missing one."""
    used = set(plan.columns.values())
    return [
        (
            f"{at + 1}열 {head}".replace("\n", " ").strip(),
            [row[at] for row in samples if at < len(row) and row[at].strip()][:SAMPLE_CELLS],
        )
        for at, head in enumerate(plan.header)
        if at not in used
    ]
