"""Tables of shared cases."""

from duru.services.care.models.cases import CareCase, CareFlag, CareNote, NeedFinding, Referral, SurveyAnswer
from duru.services.care.models.plans import (
    CarePlan,
    DischargeDiagnosis,
    DischargeNotice,
    PlanLine,
    Visit,
)

__all__ = [
    "CareCase",
    "CareFlag",
    "CareNote",
    "CarePlan",
    "DischargeDiagnosis",
    "DischargeNotice",
    "NeedFinding",
    "PlanLine",
    "Referral",
    "SurveyAnswer",
    "Visit",
]
