"""The one who acts: handed into every operation as `by` or `actor`."""

from dataclasses import dataclass

from duru.blocks.access.declared import get_permission
from duru.blocks.access.enums import Role
from duru.blocks.audit.api import AuditActor

AGENCY_ROLES = frozenset({Role.AGENCY_WORKER, Role.RECORDER, Role.HOSPITAL_WORKER})


@dataclass(frozen=True, slots=True)
class Actor:
    """One membership acting now, or the machine itself (`user_id` None).

    `organisation_id` is None only for the machine. `named_officer` opens protected persons.
    """

    user_id: int | None
    membership_id: int | None
    organisation_id: int | None
    organisation_name: str
    role: str
    name: str
    department: str = ""
    duty: str = ""
    named_officer: bool = False
    origin: str = ""

    @property
    def is_official(self) -> bool:
        """Whether the actor works for the local government itself (and so may see beyond one agency's records)."""
        return self.role not in AGENCY_ROLES

    @property
    def is_system(self) -> bool:
        return self.user_id is None

    @property
    def role_label(self) -> str:
        return Role(self.role).label if self.role else ""

    def may(self, code: str) -> bool:
        """Say whether this actor's role has a permission; the machine has all.

        Raises:
            KeyError: no app declared this permission (a programming error).
        """
        permission = get_permission(code)
        return self.is_system or self.role in permission.roles

    @property
    def ref(self) -> str:
        """The opaque reference the audit log keeps."""
        return "system" if self.user_id is None else f"user:{self.user_id}"

    @property
    def audit(self) -> AuditActor:
        """What the audit log is told of this actor."""
        return AuditActor(
            ref=self.ref,
            department=" ".join(part for part in (self.organisation_name, self.department) if part),
            duty=self.duty or self.role_label,
            origin=self.origin,
        )


def system_actor(duty: str = "자동 처리") -> Actor:
    """Return the actor for jobs and the command line: may do everything, is named as the machine in the log."""
    return Actor(None, None, None, "두루", "", "두루", duty=duty)
