"""Registers that count without gaps."""

from django.db import models
from django.db.models import Q

from duru.blocks.tenancy.api import TenantForeignKey, TenantModel


class DocumentRegister(TenantModel):
    """One row is one register of a department in one year: how its document numbers begin and which was the last.

    A number is taken by adding one under the row's lock in the deed's own transaction, so that a deed that fails gives its
    number back: no gap, no double. Unique by organisation, department and year; some 50 rows a tenant and year. No personal data.
    """

    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="기관"
    )
    department = models.CharField("처리과", max_length=60)
    year = models.PositiveSmallIntegerField("연도")
    prefix = models.CharField("앞말", max_length=60)
    last_no = models.PositiveIntegerField("마지막 번호", default=0)

    class Meta:
        verbose_name = "문서등록대장"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "organisation", "department", "year"], name="register_once"),
            # Two departments that count under one prefix would give one number twice.
            models.UniqueConstraint(fields=["tenant_id", "prefix", "year"], name="register_prefix_once"),
            models.CheckConstraint(condition=~Q(prefix=""), name="register_has_prefix"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.year}"
