"""The list page every app needs: filter, sort, pages of 25/50/100 and export, in three lines of the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django_tables2 import RequestConfig
from django_tables2.rows import BoundRow

from duru.blocks.ui.exports import Column, csv_response, xlsx_response
from duru.blocks.ui.filters import FilterSet
from duru.blocks.ui.pages import Crumbs, is_fragment, render_page
from duru.blocks.ui.tables import Table

PAGE_SIZES = (25, 50, 100)
_EXPORT_KEY = "export"
_CHUNK = 2000


@dataclass(frozen=True)
class Export:
    """Allow a list to be taken away as a file.

    `gate(request, n_rows)` runs before anything is written: it records the export and may return a response instead of
    the file (a page asking for reason and approver). `notes(request)` gives the lines of the «설명» sheet.
    """

    filename: str
    gate: Callable[[HttpRequest, int], HttpResponseBase | None]
    notes: Callable[[HttpRequest], Sequence[str]] = lambda request: ()


def list_page(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    table: type[Table],
    *,
    title: str,
    lead: str = "",
    filterset: type[FilterSet] | None = None,
    export: Export | None = None,
    template: str = "ui/list.html",
    breadcrumbs: Crumbs = (),
    context: dict[str, Any] | None = None,
    table_kwargs: dict[str, Any] | None = None,
) -> HttpResponseBase:
    """Answer with a filtered, sorted, paged list; with only the list itself when htmx asks; with a file for ?export=xlsx|csv.

    `rows` is a QuerySet (sorted and cut by the database; the primary key is added to its order, so that pages never
    overlap) or, without a filterset, a sequence already in memory. Templates extend "ui/list.html" and may fill its blocks `above_list`,
    `actions`, `side` and `below`.
    """
    filters = filterset(request.GET, queryset=rows, request=request) if filterset else None
    found = filters.qs if filters is not None else rows
    # Without request: given one, the constructor already cuts a page by the address's own per_page, and a bad one raises.
    bound = table(found, **(table_kwargs or {}))
    RequestConfig(request, paginate=False).configure(bound)
    _make_order_total(bound)
    _paginate(bound, request)
    kind = request.GET.get(_EXPORT_KEY)
    if export is not None and kind in ("xlsx", "csv"):
        return _export(request, bound, export, kind, title)
    answer = render_page(
        request,
        "ui/parts/list.html" if is_fragment(request) else template,
        {
            "table": bound,
            "filters": filters,
            "n_rows": bound.paginator.count,
            "page_sizes": PAGE_SIZES,
            "page_size": bound.paginator.per_page,
            "can_export": export is not None,
            **(context or {}),
        },
        title=title,
        lead=lead,
        breadcrumbs=breadcrumbs,
    )
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def table_columns(table: Table) -> list[Column]:
    """List the export columns of a table: its headers, its `value` methods, its `definitions`."""
    return [
        Column(
            key=column.name,
            label=str(column.header),
            definition=table.definitions.get(column.name, ""),
            value=lambda row, name=column.name: row.get_cell_value(name),  # type: ignore[misc]
        )
        for column in table.columns.iterall()
        if not column.column.exclude_from_export
    ]


def _export(request: HttpRequest, table: Table, export: Export, kind: str, title: str) -> HttpResponseBase:
    refusal = export.gate(request, table.paginator.count)
    if refusal is not None:
        return refusal
    rows = (BoundRow(record, table=table) for record in _all_records(table))
    if kind == "csv":
        return csv_response(rows, table_columns(table), export.filename)
    return xlsx_response(rows, table_columns(table), export.filename, title=title, notes=export.notes(request))


def _all_records(table: Table) -> Iterable[Any]:
    data = table.data.data
    return data.iterator(chunk_size=_CHUNK) if isinstance(data, QuerySet) else iter(data)


def _paginate(table: Table, request: HttpRequest) -> None:
    table.paginate(per_page=_page_size(request), page=1)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))


def _page_size(request: HttpRequest) -> int:
    asked = request.GET.get("per_page", "")
    return int(asked) if asked in map(str, PAGE_SIZES) else PAGE_SIZES[0]


def _make_order_total(table: Table) -> None:
    """Add the primary key to the order: rows with equal sort values would otherwise move between pages."""
    data = table.data.data
    if not isinstance(data, QuerySet) or data.query.is_sliced or data.query.distinct_fields or data.query.combinator:
        return
    if data.query.values_select and data.query.group_by is not None:
        return  # ordering grouped rows by pk would change the groups
    order = tuple(data.query.order_by) or tuple(data.model._meta.ordering)
    if "pk" not in order and "-pk" not in order:
        table.data.data = data.order_by(*order, "pk")
