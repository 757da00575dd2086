"""Answers that are there, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from duru.blocks.statistics.catalogue import Dimension, Subject, find_subject
from duru.blocks.statistics.enums import RollupState
from duru.blocks.statistics.errors import AskRefused
from duru.blocks.statistics.models import Rollup, Snapshot
from duru.blocks.statistics.queries.snapshots import latest_snapshots
from duru.blocks.statistics.rules.grid import Grid, lay_out
from duru.blocks.statistics.rules.months import parse_month
from duru.blocks.statistics.rules.question import Question, faults_of, question_of
from duru.kernel.canonical import canonical_hash


def check_question(question: Question) -> Subject:
    """Return the subject of a question that can be answered.

    Raises:
        AskRefused: it cannot; says why and what to change.
    """
    subject = find_subject(question.subject)
    if subject is None:
        raise AskRefused("무엇을 셀지 목록에서 골라 주세요.", field="subject")
    faults = faults_of(
        question,
        measures=[each.key for each in subject.measures],
        dimensions=[*(each.key for each in subject.dimensions), *([] if subject.spans_months else ["month"])],
        is_stock=subject.is_stock,
    )
    for field, sentence in faults:
        raise AskRefused(sentence, field=field)
    return subject


def find_rollup(question: Question) -> Rollup | None:
    """Return the answer from the newest snapshots, None when nobody has asked yet. Two indexed reads.

    Raises:
        NoSnapshot: a month has no snapshot.
    """
    sources = latest_snapshots(question.months)
    return Rollup.objects.filter(question_hash=question.hash, sources_hash=hash_of_sources(sources)).first()


def get_rollup(public_id: str) -> Rollup:
    """Return one answer.

    Raises:
        Rollup.DoesNotExist: there is none.
    """
    return Rollup.objects.get(public_id=public_id)


def sources_of(rollup: Rollup) -> list[Snapshot]:
    """Return the snapshots an answer stands on, oldest month first."""
    return list(Snapshot.objects.filter(public_id__in=rollup.sources).order_by("month_on"))


def hash_of_sources(snapshots: Collection[Snapshot]) -> str:
    """Name a set of snapshots."""
    return canonical_hash([each.public_id for each in snapshots]).hex()[:32]


def grid_of(rollup: Rollup, *, outside: bool) -> Grid:
    """Lay an answer out.

    Args:
        outside: hide what its mask hides; only for an answer that was published (`publish`).

    Raises:
        AskRefused: its subject is no longer known, or it was never published.
    """
    question = question_of(rollup.question)
    subject = check_question(question)
    if rollup.state != RollupState.DONE:
        raise AskRefused("아직 셈이 끝나지 않았습니다.")
    if outside and rollup.published_at is None:
        raise AskRefused("작은 칸을 아직 가리지 않은 표입니다.")
    hidden = {(row, column) for row, column in rollup.mask} if outside else set()
    return lay_out(
        [(row, column, values) for row, column, values, _, _ in rollup.cells],
        measures=[(each.key, each.label, each.unit) for each in map(subject.measure, question.measures)],
        row=_split(subject, question.rows),
        column=_split(subject, question.columns),
        hidden=hidden,
    )


def names_of(dimension: Dimension, values: Collection[str]) -> Mapping[str, str]:
    """Return the words of values, in the order they are shown; those of the catalogue first, "" is unknown."""
    if dimension.key == "month":
        return {value: parse_month(value).words for value in sorted(values)}
    named = dict(dimension.labels)
    if dimension.name_of is not None:
        found = dimension.name_of(sorted(values))
        named |= {value: found[value] for value in sorted(values) if found.get(value)}
    return named | {"": dimension.unknown}


def _split(subject: Subject, key: str) -> tuple[str, Callable[[Collection[str]], Mapping[str, str]]] | None:
    if not key:
        return None
    dimension = subject.dimension(key)
    return dimension.label, lambda values: names_of(dimension, values)
