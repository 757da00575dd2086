"""The door of rights: what the command line needs."""

from duru.services.rights.operations import destroy_again, destroy_expired, destroy_records
from duru.services.rights.operations.replaying import log_of_tenant, read_log
from duru.services.rights.queries import count_expired

__all__ = ["count_expired", "destroy_again", "destroy_expired", "destroy_records", "log_of_tenant", "read_log"]
