"""The sentences a deadline is explained with, each with its article."""

from collections.abc import Sequence
from datetime import date, datetime

from duru.kernel.days.calendar import OfficeCalendar
from duru.kernel.days.deadlines import CountingRule, Deadline, Step
from duru.kernel.days.extensions import EXTENSION_REASON_LABELS, Extension
from duru.kernel.days.pauses import Pause
from duru.kernel.days.spans import Span
from duru.kernel.days.wording import day_words, days_words, moment_words, span_words


def bases(*laws: str) -> str:
    """Join articles, each once, empty ones left out."""
    return ", ".join(dict.fromkeys(law for law in laws if law))


def first_day_step(received_on: date, first: date, calendar: OfficeCalendar) -> Step:
    """Tell which day is the first one of a count in days."""
    if received_on == first:
        return Step(f"접수일 {day_words(first)}이 첫날입니다.")
    got = day_words(received_on, name=calendar.name_of(received_on))
    return Step(f"접수일 {got}은 세지 않는 날이어서 {day_words(first, after=received_on)}이 첫날입니다.")


def left_out_steps(first: date, last: date, calendar: OfficeCalendar, basis: str) -> list[Step]:
    """Tell the Saturdays, Sundays and holidays between two days, nothing when there are none."""
    days = [day for day in Span.inclusive(first, last).days() if not calendar.is_working(day)]
    return [Step(f"{days_words(days, calendar, after=first)}은 세지 않습니다.", basis)] if days else []


def pause_steps(pauses: Sequence[Pause], span: Span, *, in_hours: bool = False) -> list[Step]:
    """Tell the pauses that touch the days of a period, in order, in the days or hours in which they count."""
    steps = []
    for pause in sorted(pauses, key=lambda each: each.from_at):
        (start, end), days = pause.moments(), pause.days()
        if in_hours and not pause.rule.both_ends:
            days = Span.inclusive(start.date(), end.date())
        if days is None or not days.overlaps(span) or days.last_on is None:
            continue
        if in_hours and not pause.rule.both_ends:
            words = f"{moment_words(start, after=span.from_on)}부터 {moment_words(end, after=start.date(), is_end=True)}까지"
        else:
            words = span_words(days.from_on, days.last_on, after=span.from_on)
        ends = ", 보낸 날과 들어온 날 포함" if pause.rule.both_ends else ""
        steps.append(Step(f"세지 않는 기간({pause.rule.label}): {words}{ends}.", pause.rule.basis))
    return steps


def extension_steps(extensions: Sequence[Extension], basis: str) -> list[Step]:
    """Tell by how much a period was lengthened and why."""
    return [
        Step(
            f"{each.period} 연장, 사유: {EXTENSION_REASON_LABELS[each.reason]}{', 민원인 동의' if each.consented else ''}.",
            basis,
        )
        for each in extensions
    ]


def end_step(end: date, last: date, calendar: OfficeCalendar, *, after: date) -> Step:
    """Tell the last day of a period by the calendar, and why it moved."""
    if end == last:
        return Step(f"{day_words(end, after=after)}에 끝납니다.", "민법 제159조·제160조")
    moved = f"그다음 근무일인 {day_words(last, after=after)}에 끝납니다"
    ended = day_words(end, after=after, name=calendar.name_of(end))
    return Step(f"마지막 날 {ended}은 쉬는 날이므로 {moved}.", "민법 제159조–제161조")


def explained(
    rule: CountingRule, span: Span, due_at: datetime, steps: Sequence[Step], calendar: OfficeCalendar
) -> Deadline:
    """Put a deadline together, with a warning when the holiday table does not cover all its days."""
    last_on = span.last_on
    assert last_on is not None
    known = calendar.known
    provisional = span.from_on not in known or last_on not in known
    if provisional:
        reach = span_words(known.from_on, known.last_on) if known.last_on else f"{day_words(known.from_on)}부터"
        steps = [*steps, Step(f"공휴일표에 있는 날은 {reach}입니다. 그 밖의 날은 토·일요일만 쉬는 날로 보았습니다.")]
    return Deadline(rule, span.from_on, last_on, due_at, tuple(steps), provisional)
