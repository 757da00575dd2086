"""Reads of findings."""

from django.db.models import Count, Sum

from duru.services.welfare.enums import GoneKind, Verdict
from duru.services.welfare.models import CheckRun, Gone, Overlap, Silent


def find_last_run() -> CheckRun | None:
    """Return the last finished run, or None when the district was never checked."""
    return CheckRun.objects.order_by("-id").first()


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
