"""What is wrong with a running installation, who is told until somebody answers, and where to read it."""

from duru.site.watch.alarms import Alarm, AlarmBook, advance
from duru.site.watch.findings import Finding, State, look

__all__ = ["Alarm", "AlarmBook", "Finding", "State", "advance", "look"]
