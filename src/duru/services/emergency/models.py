"""Incidents, their call sheets, who has a key, and the copies that left the house."""

from django.db import models
from django.db.models import Q

from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id
from duru.services.emergency.enums import CallState, Hazard


class Incident(TenantModel):
    """One row is one emergency, or one drill, in one shape on the map.

    Open until `closed_at`. `wkb` is the shape asked about (WGS84). `n_inside` counts everybody inside at that moment, 비공개 대상 too. Some hundred a year and 구.
    Privacy: none of its own; `note` says what happens, not to whom. Its lines are personal data and go after a year.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    hazard = models.CharField("종류", max_length=10, choices=Hazard)
    is_drill = models.BooleanField("훈련", default=False)
    label = models.CharField("구역", max_length=120)
    note = models.CharField("무슨 일", max_length=200)
    wkb = models.BinaryField("구역 모양")
    n_inside = models.PositiveIntegerField("안에 사는 사람")
    opened_by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="연 사람"
    )
    opened_at = models.DateTimeField("연 시각")
    closed_at = models.DateTimeField("끝난 시각", null=True, blank=True)

    class Meta:
        verbose_name = "긴급 상황"
        indexes = [models.Index(fields=["tenant_id", "-opened_at"], name="incident_by_time")]

    def __str__(self) -> str:
        return f"{self.get_hazard_display()} {self.label}"

    @property
    def phase(self) -> str:
        """Whether it goes on: drill, open or closed."""
        return "drill" if self.is_drill else "closed" if self.closed_at else "open"


class CallLine(TenantModel):
    """One row is one person on the call sheet of one incident, as it was when the sheet was made.

    `points` and `reasons` ([code, label, points, since]) come from the table of risks of that day. `state` is what the last check-off said.
    Unique by (tenant, incident, person). Up to 10,000 an incident.

    Privacy: who was in danger and why (건강에 관한 표시 포함, 개인정보보호법 §23, §15①5호); kept one year after the incident; erased with the person.
    """

    incident = TenantForeignKey(
        Incident, on_delete=models.CASCADE, related_name="lines", db_index=False, verbose_name="긴급 상황"
    )
    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    person = TenantForeignKey(
        "registry.Person", on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name="사람"
    )
    lon = models.FloatField("경도")
    lat = models.FloatField("위도")
    points = models.PositiveSmallIntegerField("점수")
    reasons = models.JSONField("까닭", default=list)
    is_called = models.BooleanField("부를 사람")
    state = models.CharField("상태", max_length=10, choices=CallState, default=CallState.WAITING)
    state_at = models.DateTimeField("확인 시각", null=True, blank=True)
    state_by = models.CharField("확인한 사람", max_length=40, blank=True)
    note = models.CharField("메모", max_length=100, blank=True)

    class Meta:
        verbose_name = "연락 줄"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "incident", "person"], name="callline_once"),
            models.CheckConstraint(
                condition=Q(state=CallState.WAITING) | Q(state_at__isnull=False), name="callline_state_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "incident", "-is_called", "-points"], name="callline_sheet"),
            models.Index(fields=["tenant_id", "person"], name="callline_person"),
        ]

    def __str__(self) -> str:
        return f"연락 줄 {self.public_id}"


class CallCheck(TenantModel):
    """One row is one check-off of one line: who said what became of it, when, on the screen or in a copy without a network.

    `check_id` is given where it is made, so that a copy may send it twice and it counts once. Unique by (tenant, check_id). Rows are only added.
    Privacy: as `CallLine`, with which it goes.
    """

    line = TenantForeignKey(CallLine, on_delete=models.CASCADE, related_name="checks", verbose_name="연락 줄")
    check_id = models.CharField("표시 번호", max_length=40)
    state = models.CharField("상태", max_length=10, choices=CallState)
    note = models.CharField("메모", max_length=100, blank=True)
    at = models.DateTimeField("시각", db_column="checked_at")
    by_name = models.CharField("누가", max_length=40)
    copy = TenantForeignKey(
        "emergency.OfflineCopy", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="오프라인 사본"
    )  # fmt: skip
    received_at = models.DateTimeField("받은 시각", auto_now_add=True)

    class Meta:
        verbose_name = "연락 표시"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "check_id"], name="callcheck_once")]

    def __str__(self) -> str:
        return self.check_id


class KeyHolder(TenantModel):
    """One row is one person who can open somebody's door: a daughter, the 통장, the caretaker.

    Unique by (tenant, person, phone). A few per person.
    Privacy: name and telephone of a third person, with their consent (개인정보보호법 §15①1호); erased with the person.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    person = TenantForeignKey("registry.Person", on_delete=models.CASCADE, related_name="+", verbose_name="사람")
    name = models.CharField("성명", max_length=40)
    relation = models.CharField("관계", max_length=20)
    phone = models.CharField("전화", max_length=20)
    written_at = models.DateTimeField("적은 시각", auto_now=True)

    class Meta:
        verbose_name = "열쇠 맡은 사람"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "person", "phone"], name="keyholder_once")]

    def __str__(self) -> str:
        return f"열쇠 {self.public_id}"


class OfflineCopy(TenantModel):
    """One row is one encrypted copy of a call sheet that somebody took along.

    Opens until `until_at`; its check-offs are taken three days longer. `token_hash` is the SHA-256 of the secret by which the copy sends them;
    passphrase and content are kept nowhere here. Privacy: no personal data beside who took it.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    incident = TenantForeignKey(Incident, on_delete=models.CASCADE, related_name="copies", verbose_name="긴급 상황")
    made_by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="만든 사람"
    )
    made_at = models.DateTimeField("만든 시각")
    until_at = models.DateTimeField("열리는 마지막 시각")
    n_lines = models.PositiveIntegerField("사람")
    token_hash = models.BinaryField(max_length=32)
    synced_at = models.DateTimeField("마지막으로 보낸 시각", null=True, blank=True)

    class Meta:
        verbose_name = "오프라인 사본"

    def __str__(self) -> str:
        return self.public_id
