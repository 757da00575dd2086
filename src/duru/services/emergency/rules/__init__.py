"""Pure decisions: how much at risk somebody is in an emergency, and why."""

from duru.services.emergency.rules.risks import Facts, Reason, Risk, Shelter, assess, risks_on, shelters_on, tone_of

__all__ = ["Facts", "Reason", "Risk", "Shelter", "assess", "risks_on", "shelters_on", "tone_of"]
