"""Pages speak Korean, politely and plainly; every template is used and knows what it uses."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

pytestmark = pytest.mark.unit
SOURCE = Path(__file__).resolve().parents[2] / "src" / "duru"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
# Names that Django, allauth and our error pages ask for by themselves.
ASKED_FOR_BY_LIBRARIES = re.compile(r"(?:\d{3}|403_csrf|account/\w+|mfa/[\w/]+|allauth/\w+/\w+)\.html")
# Proper names and things one types; everything else of two English words in a row is a sentence.
NOT_WORDS = re.compile(r"CSV UTF-8|Ctrl-C|Apache-2\.0")
FAMILIAR = re.compile(r"(?:[해아어여워와돼봐줘예네에게래군지]요|죠)(?=[\s.!?,\"'<)]|$)")


def name_of(path: Path) -> str:
    return str(path).split("/templates/", 1)[1]


@cache
def texts_of_python() -> tuple[tuple[Path, int, str], ...]:
    """Every text in our code but docstrings, the pieces of f-strings each for itself."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" in path.parts or path.is_relative_to(SOURCE / "demo"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append((path, node.lineno, node.value))
    return tuple(found)


def pieces_of(template: str) -> list[str]:
    """What a person reads in a template: text between tags, and attributes that are read aloud."""
    plain = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", "", template, flags=re.S)
    plain = re.sub(r"<(script|code|kbd|pre)\b.*?</\1>", "<>", plain, flags=re.S)
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "\x00", plain, flags=re.S)
    read_aloud = re.findall(r'\b(?:alt|title|placeholder|aria-label|data-confirm)="([^"]*)"', plain)
    return [piece.strip() for piece in [*re.split(r"<[^>]*>|\x00", plain), *read_aloud] if piece.strip()]


def english_only(template: str) -> list[str]:
    return [
        piece
        for piece in pieces_of(template)
        if not re.search("[가-힣]", piece) and re.search(r"[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}", NOT_WORDS.sub("", piece))
    ]


def test_no_template_is_unused():
    named = {text for _, _, text in texts_of_python()}
    for path in TEMPLATES:
        named |= set(re.findall(r"""\{%-? *(?:extends|include) ["']([^"']+)""", path.read_text(encoding="utf-8")))
    named |= {text.split("#")[0] for text in named}
    unused = [name_of(path) for path in TEMPLATES if name_of(path) not in named]
    assert [name for name in unused if not ASKED_FOR_BY_LIBRARIES.fullmatch(name)] == []


def test_every_template_that_is_named_exists():
    named = {text for _, _, text in texts_of_python() if re.fullmatch(r"[\w-]+(?:/[\w-]+)+\.html", text)}
    for path in TEMPLATES:
        named |= set(re.findall(r"""\{%-? *(?:extends|include) ["']([^"']+)""", path.read_text(encoding="utf-8")))
    missing = []
    for name in sorted(named):
        try:
            get_template(name)
        except TemplateDoesNotExist:
            missing.append(name)
    assert len(named) > 50
    assert missing == []


def test_every_page_has_a_korean_title():
    """A title is given where the page is answered; one built from data counts, one without a Korean letter does not."""
    untitled, n_pages = [], 0
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(getattr(node, "func", None), "id", "")
            if called not in ("render_page", "list_page", "confirm_page") or path.name in ("pages.py", "lists.py"):
                continue
            n_pages += 1
            (title,) = [each.value for each in node.keywords if each.arg == "title"] or [None]
            pieces = title.values if isinstance(title, ast.JoinedStr) else [title]
            words = [str(each.value) for each in pieces if isinstance(each, ast.Constant)]
            if title is None or (words and not re.search("[가-힣]", "".join(words))):
                untitled.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert n_pages > 20
    assert untitled == []


def test_no_template_speaks_english_only():
    found = [f"{name_of(p)}: {piece}" for p in TEMPLATES for piece in english_only(p.read_text(encoding="utf-8"))]
    assert found == []


def test_nobody_is_spoken_to_familiarly():
    texts = [(name_of(path), piece) for path in TEMPLATES for piece in pieces_of(path.read_text(encoding="utf-8"))]
    texts += [(f"{path.relative_to(SOURCE)}:{line}", text) for path, line, text in texts_of_python()]
    assert [f"{where}: {text[:60]}" for where, text in texts if FAMILIAR.search(text)] == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Please try again later.</p>", ["Please try again later."]),
        ('<img alt="The list of people">', ["The list of people"]),
        ("<p>CSV UTF-8</p><code>duru up --demo</code>{% if may and can %}{{ x|default:'not yet' }}{% endif %}", []),
        ("<p>KRDS 이용약관 terms of use</p>", []),
    ],
)
def test_the_search_for_english_finds_sentences_only(template, found):
    assert english_only(template) == found


@pytest.mark.parametrize(
    "text", ["저장했어요.", "다시 해 볼게요!", "그런 사람이 없네요", "받을 수 있어요</p>", "원본이에요"]
)
def test_the_search_for_familiar_endings_finds_them(text):
    assert FAMILIAR.search(text)


@pytest.mark.parametrize("text", ["저장했습니다.", "다시 올려 주세요.", "필요한 서류", "중요 표시", "수요일", "요약"])
def test_the_search_for_familiar_endings_leaves_plain_words(text):
    assert not FAMILIAR.search(text)
