"""Pairs of the links of now in strata, the newest sample, and what its answers say about precision and recall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, BooleanField, Case, CharField, Count, F, FloatField, Q, QuerySet, Sum, Value, When

from duru.blocks.access.api import Actor
from duru.blocks.linkage.enums import Answer, Band, Via
from duru.blocks.linkage.models import AccuracyItem, AccuracySample, Link
from duru.blocks.linkage.rules import Estimate, Stratum, estimate_accuracy, stratum_of
from duru.blocks.linkage.rules.estimates import APART_BANDS, LINKED_BANDS
from duru.blocks.registry.api import people_visible_to

_DOUBTED = Q(via__in=[Via.CLUSTER, Via.ALONE], band=Band.REVIEW, rival__isnull=False)
_APART = _DOUBTED | Q(via=Via.ALONE)


def pairs_of_links() -> QuerySet[Link]:
    """Return every link the machine alone answers for that has somebody to be compared with, as a pair.

    Each with `.is_linked`, `.same` (probability that record and candidate are one person) and `.stratum`. A record without any
    candidate is no pair: nobody could say whom it should have met.
    """
    pairs = (
        Link.objects.exclude(via__in=[Via.REGISTER, Via.HUMAN]).exclude(band=Band.HUMAN).filter(evidence__isnull=False)
    )
    pairs = pairs.annotate(
        is_linked=Case(When(_APART, then=Value(False)), default=Value(True), output_field=BooleanField()),
        same=Case(When(_APART, then=1.0 - F("probability")), default=F("probability"), output_field=FloatField()),
    )
    steps = [
        When(is_linked=is_linked, same__gte=low, then=Value(stratum_of(low, is_linked=is_linked)[0]))
        for is_linked, bands in ((True, LINKED_BANDS), (False, APART_BANDS))
        for low, _ in bands
    ]
    # Probabilities are rounded where they are stored: 1 − p may end a hair below nought.
    return pairs.annotate(stratum=Case(*steps, default=Value("apart_2"), output_field=CharField())).order_by()


def count_without_candidate() -> int:
    """Count the records nobody resembles: no sample can ask about them."""
    return Link.objects.filter(via=Via.ALONE, evidence__isnull=True).exclude(band=Band.HUMAN).count()


def strata_now() -> list[dict[str, Any]]:
    """Return the strata of now: key, label, is_linked, n_records, expected_same; the surest first."""
    rows = pairs_of_links().values("stratum", "is_linked").annotate(n=Count("id"), expected=Avg("same"))
    found = {row["stratum"]: row for row in rows}
    strata = []
    for is_linked, bands in ((True, LINKED_BANDS), (False, APART_BANDS)):
        for low, _ in bands:
            key, label = stratum_of(low, is_linked=is_linked)
            if key in found:
                row = found[key]
                strata.append(
                    {
                        "key": key,
                        "label": label,
                        "is_linked": is_linked,
                        "n_records": row["n"],
                        "expected_same": row["expected"],
                    }
                )
    return strata


def agencies_now() -> list[dict[str, Any]]:
    """Return per agency its linked pairs and what the model expects of them: id, name, n_linked, expected_precision, strata."""
    rows = (
        pairs_of_links()
        .values("record__organisation_id", "record__organisation__name", "stratum", "is_linked")
        .annotate(n=Count("id"), same_sum=Sum("same"))
    )
    agencies: dict[int, dict[str, Any]] = {}
    for row in rows:
        agency = agencies.setdefault(
            row["record__organisation_id"],
            {
                "id": row["record__organisation_id"],
                "name": row["record__organisation__name"],
                "n_linked": 0,
                "same": 0.0,
                "strata": {},
            },
        )
        agency["strata"][row["stratum"]] = [row["n"], row["same_sum"] / row["n"]]
        if row["is_linked"]:
            agency["n_linked"] += row["n"]
            agency["same"] += row["same_sum"]
    for agency in agencies.values():
        same = agency.pop("same")
        agency["expected_precision"] = same / agency["n_linked"] if agency["n_linked"] else None
    return sorted(agencies.values(), key=lambda agency: (-agency["n_linked"], agency["name"]))


def newest_sample() -> AccuracySample | None:
    """Return the sample that is worked on and published, None before the first."""
    return AccuracySample.objects.order_by("-drawn_at", "-id").first()


def open_items(by: Actor) -> QuerySet[AccuracyItem]:
    """Return the records of the newest sample nobody has answered yet, in their drawn order; of people `by` may know of only."""
    sample = newest_sample()
    if sample is None:
        return AccuracyItem.objects.none()
    people = people_visible_to(by)
    return (
        AccuracyItem.objects.filter(sample=sample, answer="")
        .filter(person_ref__in=people.values("public_id"), record__links__person_id__in=people.values("id"))
        .select_related("record__organisation", "evidence__organisation")
        .order_by("position")
    )


@dataclass(frozen=True)
class StratumLine:
    """One stratum with what was answered in it."""

    stratum: Stratum
    n_drawn: int
    n_unsure: int


@dataclass(frozen=True)
class AgencyLine:
    """One agency: linked pairs, what the model expects, what the sample says (None: too few answers)."""

    name: str
    n_linked: int
    expected: float | None
    precision: Estimate | None
    n_answers: int


@dataclass(frozen=True)
class AccuracyReport:
    """What the newest sample says. `expected_*` is what the model believes of itself; None where nothing can be said."""

    sample: AccuracySample
    precision: Estimate | None
    recall: Estimate | None
    expected_precision: float | None
    expected_recall: float | None
    lines: list[StratumLine]
    agencies: list[AgencyLine]
    n_items: int
    n_answered: int
    n_unsure: int


def accuracy_report() -> AccuracyReport | None:
    """Return what the newest sample says about precision and recall; None before the first sample."""
    sample = newest_sample()
    if sample is None:
        return None
    answers: dict[tuple[int, str, str], int] = {}
    rows = sample.items.values("record__organisation_id", "stratum", "answer").annotate(n=Count("id")).order_by()
    for row in rows:
        answers[row["record__organisation_id"], row["stratum"], row["answer"]] = row["n"]
    lines = []
    for known in sample.strata:
        of = {
            answer: sum(n for (_, stratum, said), n in answers.items() if (stratum, said) == (known["key"], answer))
            for answer in ("", Answer.SAME, Answer.OTHER, Answer.UNSURE)
        }
        stratum = Stratum(
            known["key"], known["label"], known["is_linked"], known["n_records"],
            of[Answer.SAME] + of[Answer.OTHER], of[Answer.SAME], known["expected_same"],
        )  # fmt: skip
        lines.append(StratumLine(stratum, known["n_drawn"], of[Answer.UNSURE]))
    strata = [line.stratum for line in lines]
    precision, recall = estimate_accuracy(strata)
    expected_precision, expected_recall = _expected(strata)
    return AccuracyReport(
        sample=sample,
        precision=precision,
        recall=recall,
        expected_precision=expected_precision,
        expected_recall=expected_recall,
        lines=lines,
        agencies=[_agency_line(agency, answers) for agency in sample.agencies if agency["n_linked"]],
        n_items=sum(answers.values()),
        n_answered=sum(n for (_, _, said), n in answers.items() if said),
        n_unsure=sum(line.n_unsure for line in lines),
    )


def _expected(strata: list[Stratum]) -> tuple[float | None, float | None]:
    n_linked = sum(stratum.n_pairs for stratum in strata if stratum.is_linked)
    found = sum(stratum.n_pairs * stratum.expected_same for stratum in strata if stratum.is_linked)
    every = sum(stratum.n_pairs * stratum.expected_same for stratum in strata)
    is_split = any(not stratum.is_linked for stratum in strata)
    return found / n_linked if n_linked else None, found / every if every and is_split else None


def _agency_line(agency: dict[str, Any], answers: dict[tuple[int, str, str], int]) -> AgencyLine:
    strata = []
    for key, (n, expected) in agency["strata"].items():
        same = answers.get((agency["id"], key, Answer.SAME), 0)
        other = answers.get((agency["id"], key, Answer.OTHER), 0)
        strata.append(Stratum(key, "", key.startswith("linked"), n, same + other, same, expected))
    precision, _ = estimate_accuracy(strata)
    linked = [stratum for stratum in strata if stratum.is_linked]
    return AgencyLine(
        agency["name"], agency["n_linked"], agency["expected_precision"], precision, sum(s.n_answers for s in linked)
    )


@dataclass(frozen=True)
class BandLine:
    """One band of the links of now: how many, and how many of them the model expects to be wrong."""

    label: str
    n: int
    expected_wrong: float

    @property
    def share(self) -> float:
        """Expected share of wrong ones, 0-1."""
        return self.expected_wrong / self.n if self.n else 0.0


def bands_now() -> list[BandLine]:
    """Return the bands of the links the machine made, each with its expected error: Σ (1 − probability)."""
    rows = (
        Link.objects.exclude(via__in=[Via.REGISTER, Via.HUMAN])
        .exclude(band=Band.HUMAN)
        .order_by()
        .values("band")
        .annotate(n=Count("id"), wrong=Sum(1.0 - F("probability")))
    )
    found = {row["band"]: (row["n"], row["wrong"]) for row in rows}
    return [
        BandLine(str(Band(band).label), *found.get(band, (0, 0.0))) for band in (Band.CERTAIN, Band.REVIEW, Band.NEW)
    ]
