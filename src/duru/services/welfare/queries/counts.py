"""Numbers of the district and of the last run."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import Count, Sum

from duru.blocks.benefits.api import count_benefits
from duru.blocks.exchange.api import Intake, SourceRecord
from duru.blocks.registry.api import Person
from duru.services.welfare.enums import Decision, GoneKind, Reason, Verdict
from duru.services.welfare.models import CheckRun, GiftOverride, Gone, Mark, Overlap, Silent


def find_last_run() -> CheckRun | None:
    """Return the last finished run, or None when the district was never checked."""
    return CheckRun.objects.order_by("-id").first()


def last_checked_at() -> datetime | None:
    """Return when the check last found something changed, None when the district was never checked."""
    last = find_last_run()
    return last.finished_at if last else None


def count_findings() -> dict:
    """Return what the findings add up to now: counts, and whole won.

    {"overlaps": {verdict: {"n", "won"}}, "gone": {kind: {"n", "won", "next_won"}}, "silent": persons, "silent_needs": rows}
    """
    overlaps = {verdict: {"n": 0, "won": 0} for verdict in Verdict.values if verdict != Verdict.ALLOWED}
    for row in Overlap.objects.values("verdict").annotate(n=Count("id"), won=Sum("stake_won")).order_by():
        overlaps[row["verdict"]] = {"n": row["n"], "won": int(row["won"] or 0)}
    gone = {kind: {"n": 0, "won": 0, "next_won": 0} for kind in GoneKind.values}
    found = Gone.objects.values("kind").annotate(n=Count("id"), won=Sum("leaked_won"), next_won=Sum("next_pay_won"))
    for row in found.order_by():
        gone[row["kind"]] = {"n": row["n"], "won": int(row["won"] or 0), "next_won": int(row["next_won"] or 0)}
    silent = Silent.objects.aggregate(persons=Count("person_ref", distinct=True), needs=Count("id"))
    return {"overlaps": overlaps, "gone": gone, "silent": silent["persons"], "silent_needs": silent["needs"]}


@dataclass(frozen=True, slots=True)
class OverrideCount:
    """How often something was given or left in spite of a rule, for one reason."""

    rule_code: str
    reason: str
    n: int

    @property
    def reason_label(self) -> str:
        return Reason(self.reason).label


def count_overrides(*, since: datetime) -> list[OverrideCount]:
    """Count gifts in spite of a warning and overlaps judged as justified since a moment, by rule and reason, most first.

    A rule that is overridden often is a rule to look at (domain: measure the override rate).
    """
    counted: dict[tuple[str, str], int] = {}
    gifts = GiftOverride.objects.filter(at__gte=since).values("rule_code", "reason")
    for row in gifts.annotate(n=Count("id")).order_by():
        counted[row["rule_code"], row["reason"]] = row["n"]
    marks = Mark.objects.filter(at__gte=since, decision=Decision.JUSTIFIED).values_list("fingerprint", "reason")
    rules = dict(
        Overlap.objects.filter(fingerprint__in={key for key, _ in marks}).values_list("fingerprint", "rule__code")
    )
    for fingerprint, reason in marks:
        key = (rules.get(fingerprint, "–"), reason)
        counted[key] = counted.get(key, 0) + 1
    return sorted(
        (OverrideCount(*key, n) for key, n in counted.items()), key=lambda each: (-each.n, each.rule_code, each.reason)
    )


@dataclass(frozen=True, slots=True)
class DongCounts:
    """One 행정동 in numbers: its overlaps by verdict (금지, 제한, 주의) and its people who received nothing.

    `dong_code` is "" for findings whose 동 is not known.
    """

    dong_code: str
    overlaps: dict[str, int]
    silent: int

    @property
    def n_overlaps(self) -> int:
        return sum(self.overlaps.values())


WARNED = (Verdict.PROHIBITED, Verdict.RESTRICTED, Verdict.CAUTION)


def count_by_dong() -> list[DongCounts]:
    """Count the findings of each 행정동 that has any, by code; 정보 is left out, as everywhere where numbers warn."""
    overlaps: dict[str, dict[str, int]] = {}
    rows = Overlap.objects.filter(verdict__in=WARNED).values("dong_code", "verdict").annotate(n=Count("id")).order_by()
    for row in rows:
        overlaps.setdefault(row["dong_code"], {})[row["verdict"]] = row["n"]
    silent = {
        row["dong_code"]: row["n"]
        for row in Silent.objects.values("dong_code").annotate(n=Count("person_ref", distinct=True)).order_by()
    }
    return [
        DongCounts(code, {verdict: overlaps.get(code, {}).get(verdict, 0) for verdict in WARNED}, silent.get(code, 0))
        for code in sorted(overlaps.keys() | silent.keys())
    ]


@dataclass(frozen=True, slots=True)
class Summary:
    """The district in numbers: what came in, who it is about, and what the last run found.

    `links` counts source records by band (certain, review, new, human; "none" not linked yet). `overlaps` and `gone` are
    {kind: {"n", "won"}}; won is what is at stake or has leaked, in whole won. `silent` counts persons. `unsorted` counts
    handouts whose item no word of the table could sort.
    """

    files: int
    rows_taken: int
    rows_refused: int
    rows_repeated: int
    people: int
    links: dict[str, int]
    handouts: int
    handouts_won: int
    grants: int
    needs: int
    unsorted: int
    overlaps: dict[str, dict[str, int]]
    gone: dict[str, dict[str, int]]
    silent: int
    as_of: date | None

    @property
    def n_overlaps(self) -> int:
        return sum(each["n"] for each in self.overlaps.values())

    @property
    def overlaps_won(self) -> int:
        return sum(each["won"] for each in self.overlaps.values())

    @property
    def n_warned(self) -> int:
        """Overlaps somebody should look at: all but 정보."""
        return sum(each["n"] for verdict, each in self.overlaps.items() if verdict != Verdict.INFO)

    @property
    def warned_won(self) -> int:
        return sum(each["won"] for verdict, each in self.overlaps.items() if verdict != Verdict.INFO)

    @property
    def n_gone(self) -> int:
        return sum(each["n"] for each in self.gone.values())

    @property
    def gone_won(self) -> int:
        return sum(each["won"] for each in self.gone.values())

    def as_dict(self) -> dict:
        """Return everything as plain values, for `--json`."""
        sums = {
            name: getattr(self, name)
            for name in ("n_overlaps", "overlaps_won", "n_warned", "warned_won", "n_gone", "gone_won")
        }
        return asdict(self) | sums | {"as_of": self.as_of.isoformat() if self.as_of else None}


def summary() -> Summary:
    """Count the whole district of the running tenant. Reads whole tables: seconds at 300,000 people, not for every page."""
    intakes = Intake.objects.filter(state="accepted").aggregate(
        files=Count("id"), taken=Sum("n_taken"), refused=Sum("n_refused"), repeated=Sum("n_duplicate")
    )
    links = {
        row["links__band"] or "none": row["n"]
        for row in SourceRecord.objects.values("links__band").annotate(n=Count("id")).order_by()
    }
    benefits = count_benefits()
    found = count_findings()
    last = find_last_run()
    return Summary(
        files=intakes["files"],
        rows_taken=intakes["taken"] or 0,
        rows_refused=intakes["refused"] or 0,
        rows_repeated=intakes["repeated"] or 0,
        people=Person.objects.count(),
        links=links,
        handouts=benefits["handouts"],
        handouts_won=benefits["handouts_won"],
        grants=benefits["grants"],
        needs=benefits["needs"],
        unsorted=benefits["unsorted"],
        overlaps=found["overlaps"],
        gone=found["gone"],
        silent=found["silent"],
        as_of=last.as_of if last else None,
    )
