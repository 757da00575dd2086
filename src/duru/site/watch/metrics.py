"""The findings as numbers, in the text format that Prometheus reads. No personal data: names of things, never of people."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE
from prometheus_client import CollectorRegistry, Metric, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily

from duru.site.watch.alarms import AlarmBook
from duru.site.watch.findings import State, backup_facts, look

__all__ = ["CONTENT_TYPE", "text_of"]

LEVELS = {State.GOOD: 0, State.WORTH_A_LOOK: 1, State.BAD: 2}


class _Findings:
    """Looks anew each time it is read."""

    def __init__(self, app_url: str, now: datetime):
        self._app_url, self._now = app_url, now

    def collect(self) -> Iterator[Metric]:
        state = GaugeMetricFamily("duru_finding_state", "0 good, 1 worth a look, 2 bad", labels=["finding"])
        for each in look(self._app_url, now=self._now):
            state.add_metric([each.name], LEVELS[each.state])
        yield state
        alarms = AlarmBook().read()
        yield GaugeMetricFamily("duru_alarms_open", "Alarms that are not over", len(alarms.open))
        yield GaugeMetricFamily("duru_alarms_unanswered", "Alarms told that nobody has seen", len(alarms.unanswered))
        facts = backup_facts()
        for name, key in (("duru_backup_age_seconds", "made_at"), ("duru_backup_proof_age_seconds", "proved_at")):
            if key in facts:
                age = (self._now - datetime.fromisoformat(facts[key])).total_seconds()
                yield GaugeMetricFamily(name, f"Since the last backup: {key}", age)


def text_of(app_url: str, *, now: datetime) -> bytes:
    """Return the numbers of this moment, with those of the web process (memory, CPU, open files)."""
    registry = CollectorRegistry()
    registry.register(_Findings(app_url, now))
    ProcessCollector(registry=registry)
    return generate_latest(registry)
