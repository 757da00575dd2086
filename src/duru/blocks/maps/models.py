"""Where people live."""

from django.db import models
from django.db.models import Q

from duru.blocks.maps.enums import WhyUnplaced
from duru.blocks.places.api import Accuracy
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel


class Home(TenantModel):
    """One row is where one person lives as far as the map can say, or why it cannot.

    Everybody who lives here (status living or suspected) has a row. `accuracy` building, road or dong: a point, its H3 cell of
    resolution 10 and how exact it is; none: no point and a reason. Derived from the register by `place_homes`, never edited. Unique by (tenant, person). As
    many rows as people: 300,000 a 구.

    Privacy: a home's position; basis and retention as `registry.Person`, with which it is erased. Protected persons (비공개) have a row, so that
    counts are right; lists start from `people_visible_to`.
    """

    person = TenantForeignKey(
        "registry.Person", on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name="사람"
    )
    building = TenantForeignKey(
        "places.Building", on_delete=models.DO_NOTHING, null=True, blank=True, related_name="+", db_index=False, verbose_name="건물"
    )  # fmt: skip
    accuracy = models.CharField("정확도", max_length=10, choices=Accuracy)
    why = models.CharField("놓지 못한 까닭", max_length=12, choices=WhyUnplaced, blank=True)
    lon = models.FloatField("경도", null=True, blank=True)
    lat = models.FloatField("위도", null=True, blank=True)
    cell = models.BigIntegerField("H3 칸", null=True, blank=True)
    dong_code = models.CharField("행정동 코드", max_length=10, blank=True)

    class Meta:
        verbose_name = "집 위치"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "person"], name="home_once"),
            models.CheckConstraint(
                condition=Q(accuracy=Accuracy.NONE, lon=None, lat=None, cell=None) & ~Q(why="")
                | ~Q(accuracy=Accuracy.NONE) & Q(lon__isnull=False, lat__isnull=False, cell__isnull=False, why=""),
                name="home_point_or_reason",
            ),
        ]
        # All that a search needs stands in the index: the table itself need not be read.
        indexes = [
            models.Index(
                fields=["tenant_id", "cell"], include=["lon", "lat", "person"], name="home_cell"
            ),
            models.Index(fields=["tenant_id", "why"], name="home_unplaced", condition=Q(accuracy="none")),
            models.Index(fields=["tenant_id", "building"], name="home_building"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"집 {self.pk}"
