import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from duru.blocks import ui
from duru.blocks.ui.api import confirm_page, error_page, render_page
from tests.blocks.ui.requests import make_request, text_of

pytestmark = pytest.mark.unit

STATUSES = [400, 403, 404, 413, 429, 500, 503]


def page(**request_options):
    return text_of(
        render_page(make_request(**request_options), "ui/page.html", title="주민 찾기", lead="이름으로 찾습니다.")
    )


def test_a_page_names_itself_the_tenant_and_the_person():
    html = page()
    assert "<title>주민 찾기 | 해오름구 두루 (시험자료)</title>" in html
    assert "<h1>주민 찾기</h1>" in html
    assert "김하늘" in html
    assert "한빛1동 주민센터 복지팀" in html
    assert "동 복지팀" in html


@pytest.mark.parametrize(("is_demo", "n"), [(True, 1), (False, 0)])
def test_the_demo_band_stands_on_every_page_of_a_demo_and_nowhere_else(is_demo, n):
    assert page(is_demo=is_demo).count('class="duru-demo"') == n


@pytest.mark.parametrize(("is_government", "n"), [(True, 1), (False, 0)])
def test_the_official_masthead_needs_a_government_site(is_government, n):
    request = make_request()
    request.tenant.is_government_site = is_government
    assert text_of(render_page(request, "ui/page.html", title="홈")).count("공식 전자정부 누리집") == n


def test_a_page_before_login_has_no_tenant_and_no_person():
    request = make_request()
    del request.tenant, request.actor
    html = text_of(render_page(request, "ui/page.html", title="로그인"))
    assert "<title>로그인 두루</title>" in html
    assert "로그아웃" not in html


@pytest.mark.parametrize(
    ("cookie", "contrast", "size"),
    [
        ("", False, "md"),
        ("lg.contrast", True, "lg"),
        ("xl", False, "xl"),
        ('"><script>', False, "md"),
    ],
)
def test_the_chosen_look_comes_with_the_page(cookie, contrast, size):
    html = page(cookies={"duru_look": cookie})
    assert (' data-krds-mode="high-contrast"' in html) is contrast
    assert f'data-duru-size="{size}"' in html


def test_a_title_is_escaped():
    html = text_of(render_page(make_request(), "ui/page.html", title="<b>"))
    assert "<b>" not in html
    assert "<h1>&lt;b&gt;</h1>" in html


def test_breadcrumbs_lead_from_home_to_here():
    html = text_of(
        render_page(make_request(), "ui/page.html", title="찾기", breadcrumbs=[("주민", "/people/"), ("찾기", "")])
    )
    assert '<a href="/people/" class="txt">주민</a>' in html
    assert '<span class="txt" aria-current="page">찾기</span>' in html


def test_a_confirm_page_says_what_will_happen_and_offers_a_way_back():
    html = text_of(
        confirm_page(
            make_request(),
            title="지우기",
            question="지울까요?",
            consequences=["되돌릴 수 없습니다."],
            confirm_label="지우기",
            cancel_url="/back",
        )
    )
    assert 'method="post"' in html
    assert "csrfmiddlewaretoken" in html
    assert "되돌릴 수 없습니다." in html
    assert 'href="/back"' in html


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_says_in_korean_what_to_do_next(status):
    response = error_page(make_request(), status)
    html = text_of(response)
    assert response.status_code == status
    assert f"오류 {status}" in html
    assert re.search(r"(세요|습니다)\.</p>", html)
    assert 'href="/"' in html


@pytest.mark.parametrize("status", STATUSES)
def test_an_error_may_say_why_in_one_sentence_that_stays_text(status):
    html = text_of(error_page(make_request(), status, reason="복지관은 <b>볼 수 없습니다."))
    assert "복지관은 &lt;b&gt;볼 수 없습니다." in html


@pytest.mark.parametrize(("status", "seconds"), [(429, "60"), (503, "30"), (404, None)])
def test_an_error_that_passes_says_when_to_come_back(status, seconds):
    assert error_page(make_request(), status).headers.get("Retry-After") == seconds


@pytest.mark.parametrize("name", ["400", "403_csrf", "413", "429", "500", "503"])
def test_errors_of_a_broken_house_need_neither_database_nor_request(name):
    """pytest-django refuses every query here: a page that asked for one would fail."""
    assert "두루" in render_to_string(f"{name}.html")


def test_every_picture_a_style_asks_for_is_there():
    """With hashed names a missing one stops the whole collection of static files."""
    folder = Path(ui.__file__).parent / "static" / "ui"
    asked = {name for css in folder.glob("*.css") for name in re.findall(r"url\(([^)]+)\)", css.read_text())}
    assert asked
    assert asked <= {path.name for path in folder.iterdir()}


def test_no_page_holds_inline_script_style_or_handler():
    """The content security policy would silently drop them."""
    html = page() + "".join(text_of(error_page(make_request(), status)) for status in STATUSES)
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", html) == []
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:", html) == []
