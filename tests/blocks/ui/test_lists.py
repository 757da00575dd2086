import csv
import io
import re
from contextlib import closing

import django_filters
import pytest
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse

from duru.blocks.ui.api import Export, FilterSet, Table, TextColumn, VerdictColumn, WonColumn, list_page
from duru.blocks.ui.lists import _make_order_total
from tests.blocks.ui.requests import make_request, text_of

ROWS = [{"name": f"사람{i:03d}", "won": i * 1000, "verdict": "caution"} for i in range(130)]


class PeopleTable(Table):
    caption = "사람들"
    row_header = "name"
    empty_title = "아무도 없습니다"
    definitions = {"won": "받은 돈"}
    name = TextColumn(verbose_name="이름")
    won = WonColumn(verbose_name="금액")
    verdict = VerdictColumn(verbose_name="판정")


class TypesTable(Table):
    model = TextColumn(verbose_name="모형")
    app_label = TextColumn(verbose_name="앱")


class TypesFilter(FilterSet):
    app_label = django_filters.CharFilter(label="앱")

    class Meta:
        model = ContentType
        fields = ["app_label"]


def names(response):
    return re.findall(r'<th scope="row"[^>]*>(사람\d+)</th>', text_of(response))


def show(path="/list", rows=ROWS, **options):
    headers = options.pop("headers", {})
    return list_page(make_request(path, **headers), rows, PeopleTable, title="사람", **options)


@pytest.mark.unit
class TestPages:
    @pytest.mark.parametrize(
        ("query", "first", "n"),
        [
            ("", "사람000", 25),
            ("?page=2", "사람025", 25),
            ("?page=6", "사람125", 5),
            ("?page=99", "사람125", 5),
            ("?page=0", "사람125", 5),
            ("?page=abc", "사람000", 25),
            ("?per_page=50&page=2", "사람050", 50),
            ("?per_page=100", "사람000", 100),
            ("?per_page=1000000", "사람000", 25),
            ("?per_page=-1", "사람000", 25),
            ("?sort=-won", "사람129", 25),
            ("?sort=no_such_column", "사람000", 25),
        ],
    )
    def test_any_address_gives_a_page(self, query, first, n):
        found = names(show("/list" + query))
        assert (found[0], len(found)) == (first, n)

    def test_links_keep_the_other_conditions(self):
        html = text_of(show("/list?dong=1&sort=-won&page=2"))
        links = re.findall(r'class="page-link[^"]*"[^>]*href="([^"]+)"', html)
        assert links[2] == "?dong=1&amp;sort=-won&amp;page=3"
        assert 'href="?dong=1&amp;sort=won"' in html, "sorting anew starts at the first page"

    def test_the_sorted_column_says_its_direction(self):
        assert text_of(show("/list?sort=-won")).count('aria-sort="descending"') == 1
        assert "aria-sort" not in text_of(show("/list"))

    def test_an_empty_list_says_so_and_offers_no_file(self):
        html = text_of(show(rows=[], export=Export("목록", gate=lambda request, n_rows: None)))
        assert "아무도 없습니다" in html
        assert "<table" not in html
        assert "엑셀" not in html

    def test_cells_carry_their_heading_for_the_cards_of_a_phone(self):
        assert text_of(show()).count('data-label="금액"') == 25

    def test_htmx_gets_the_list_only(self):
        html = text_of(show(headers={"HX-Request": "true"}))
        assert "<html" not in html
        assert html.lstrip().startswith('<div id="list"')

    def test_a_return_through_the_history_gets_the_whole_page(self):
        response = show(headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
        assert "<html" in text_of(response)
        assert "HX-Request" in response["Vary"]


@pytest.mark.unit
class TestExport:
    def test_the_file_holds_every_row_not_only_the_page(self):
        response = show("/list?export=csv&page=2", export=Export("사람들", gate=lambda request, n_rows: None))
        with closing(response):
            rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
        assert rows[0] == ["이름", "금액", "판정"]
        assert rows[130] == ["사람129", "129000", "주의"]
        assert len(rows) == 131

    def test_the_gate_hears_how_many_rows_leave_and_can_refuse(self):
        heard = []

        def gate(request, n_rows):
            heard.append(n_rows)
            return HttpResponse("사유를 적으세요", status=403)

        response = show("/list?export=xlsx", export=Export("사람들", gate=gate))
        assert (heard, response.status_code) == ([130], 403)

    def test_without_leave_the_address_gives_no_file(self):
        assert names(show("/list?export=csv"))[0] == "사람000"

    def test_an_unknown_kind_gives_the_page(self):
        assert (
            names(show("/list?export=exe", export=Export("사람들", gate=lambda request, n_rows: None)))[0] == "사람000"
        )


@pytest.mark.unit
@pytest.mark.parametrize(
    ("rows", "order"),
    [
        (ContentType.objects.all(), ("pk",)),
        (ContentType.objects.order_by("model"), ("model", "pk")),
        (ContentType.objects.order_by("-pk"), ("-pk",)),
    ],
)
def test_the_order_of_a_query_is_made_total(rows, order):
    table = TypesTable(rows)
    _make_order_total(table)
    assert table.data.data.query.order_by == order


@pytest.mark.unit
def test_grouped_rows_keep_their_groups():
    rows = ContentType.objects.values("app_label").annotate(n=django_filters.filterset.models.Count("id")).order_by("n")
    table = TypesTable(rows)
    _make_order_total(table)
    assert table.data.data.query.order_by == ("n",)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("query", "n"), [({}, 0), ({"app_label": ""}, 0), ({"app_label": "ui"}, 1), ({"other": "x"}, 0)]
)
def test_active_conditions_are_counted(query, n):
    assert TypesFilter(query, queryset=ContentType.objects.none()).n_active == n


@pytest.mark.unit
def test_an_open_yes_or_no_says_all_and_not_unknown():
    class YesNoFilter(FilterSet):
        is_flagged = django_filters.BooleanFilter(label="표시")

    html = str(YesNoFilter({}, queryset=ContentType.objects.none()).form["is_flagged"])
    assert re.findall(r"<option[^>]*>([^<]+)<", html) == ["전체", "예", "아니오"]


@pytest.mark.db
@pytest.mark.django_db
def test_a_query_is_filtered_sorted_and_cut_by_the_database(django_assert_num_queries):
    with django_assert_num_queries(2):  # count, page
        response = list_page(
            make_request("/list?app_label=access&sort=-model"),
            ContentType.objects.all(),
            TypesTable,
            title="종류",
            filterset=TypesFilter,
        )
    html = text_of(response)
    found = re.findall(r'data-label="모형"><div>([^<]+)<', html)
    assert found == sorted(found, reverse=True)
    assert "user" in found
    assert "조건 지우기 (1)" in html
