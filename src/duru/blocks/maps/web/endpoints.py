"""JSON for programs of the office: how many live inside a circle. Counts only; who they are is asked on the page of an emergency."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from duru.blocks.access.api import check_may
from duru.blocks.maps.areas import around
from duru.blocks.maps.counting import count_accuracy
from duru.blocks.maps.finding import homes_in
from duru.blocks.maps.permissions import SEE
from duru.blocks.maps.rules import suppress
from duru.blocks.tenancy.api import make_transaction_read_only

router = Router(tags=["지도"])


class InsideIn(Schema):
    """A circle."""

    lon: float = Field(ge=124, le=132, description="경도")
    lat: float = Field(ge=33, le=39, description="위도")
    radius_m: float = Field(gt=0, le=20_000, description="반경(m)")


class InsideOut(Schema):
    """How many live there; empty when fewer than ten do."""

    n: int | None = Field(description="사는 사람 수. 열 명보다 적으면 비어 있습니다.")
    n_unplaced: int = Field(description="지도에 놓지 못해 어디에도 세지 못한 사람 수")


@router.post("/maps/inside", response=InsideOut, summary="둘레 안에 몇 명이 사나")
def inside(request: HttpRequest, asked: InsideIn) -> dict:
    """Count who lives inside a circle."""
    make_transaction_read_only()
    check_may(request.actor, SEE)  # type: ignore[attr-defined]
    n = len(homes_in(around(asked.lon, asked.lat, asked.radius_m)))
    # Two circles may differ by one house: so small counts are hidden, and counts go in tens.
    told = suppress({"n": n})["n"]
    return {"n": None if told is None else round(told, -1), "n_unplaced": count_accuracy().get("none", 0)}


inside.needs_permission = SEE  # type: ignore[attr-defined]  # stated as for pages
