"""The part of the rule book about people's data: who may be told what, what is never told, how long what is kept."""

from collections.abc import Iterable, Iterator

from duru.site.reference.markdown import table


def disclosure_rules() -> Iterator[str]:
    """Write what the law lets into an answer to another agency, and the terms of keeping."""
    yield "# 제공 허용표와 보유기간"
    yield ""
    yield "다른 기관이 적은 것은 **물은 것 ∩ 동의한 것 ∩ 이 표가 허용한 것**만큼만 답하고, 뺀 것은 모두 기록합니다. 표에 없는 것은 알리지 않습니다."
    chapters = {
        "누가 무엇을 어떤 목적으로": _lawful,
        "동의가 있어도 민간 기관에 알리지 않는 것": _never_shown,
        "보유기간": _kept,
        "더 둘 수 있는 것(사회보장급여법 시행령 §19①)": _kept_longer,
    }
    for title, lines in chapters.items():
        yield from ("", f"## {title}", "")
        yield from lines()


def _lawful() -> Iterable[str]:
    from duru.blocks.consent.api import Item, Purpose, list_lawful_rows

    rows = (
        [
            row.asker.label,
            ", ".join(str(each.label) for each in Purpose if each in row.purposes),
            ", ".join(str(each.label) for each in Item if each in row.items),
            "필요" if row.needs_consent else "없이",
            "예" if row.needs_body else "",
            " ".join(part for part in (row.basis, row.note and f"({row.note})") if part),
            _span(row),
            row.source,
            row.status.label,
        ]
        for row in list_lawful_rows()
    )
    return table(["묻는 기관", "목적", "항목", "동의", "정보공유 기관만", "근거", "시행", "출처", "상태"], rows)


def _never_shown() -> Iterable[str]:
    from duru.blocks.consent.api import list_never_shown_rows

    rows = (
        ["분류" if row.kind == "category" else "낱말", row.value, row.basis, row.source, row.status.label]
        for row in list_never_shown_rows()
    )
    return table(["무엇", "값", "근거", "출처", "상태"], rows)


def _kept() -> Iterable[str]:
    from duru.services.rights.api import Subject, list_retention

    rows = (
        [
            Subject(row.subject).label,
            str(row.years),
            row.counted_from,
            row.basis,
            _span(row),
            row.source,
            row.status.label,
        ]
        for row in list_retention()
    )
    return table(["무엇", "햇수", "언제부터", "근거", "시행", "출처", "상태"], rows)


def _kept_longer() -> Iterable[str]:
    from duru.services.rights.api import Subject, list_kept_longer

    rows = (
        [
            row.whom_label,
            ", ".join(str(each.label) for each in Subject if each in row.subjects),
            f"{row.years}년" if row.years is not None else "그동안",
            row.basis,
            row.source,
            row.status.label,
        ]
        for row in list_kept_longer()
    )
    return table(["누구", "무엇", "얼마나 더", "근거", "출처", "상태"], rows)


def _span(row) -> str:
    return f"{row.effective_from}부터" + (f" {row.effective_until} 전까지" if row.effective_until.year < 9999 else "")
