"""The door of rights: what the command line needs."""

from duru.services.rights.enums import Subject
from duru.services.rights.operations import destroy_again, destroy_expired, destroy_records
from duru.services.rights.operations.replaying import log_of_tenant, read_log
from duru.services.rights.queries import count_expired
from duru.services.rights.rules import list_kept_longer, list_retention

__all__ = [
    "Subject",
    "count_expired",
    "destroy_again",
    "destroy_expired",
    "destroy_records",
    "list_kept_longer",
    "list_retention",
    "log_of_tenant",
    "read_log",
]
