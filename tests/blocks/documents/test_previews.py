"""A paper is shown as a picture by a child that may die of it."""

import io

import pytest
from PIL import Image

from duru.blocks.documents.adapters.previews import picture_of

pytestmark = pytest.mark.unit


def saved(path, image, format, **more):
    image.save(path, format, **more)
    return path


def test_a_photograph_is_made_small_and_loses_where_it_was_taken(tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "SECRET CAMERA"
    photo = saved(tmp_path / "a", Image.new("RGB", (3000, 1500), "green"), "JPEG", exif=exif)
    picture = picture_of(photo, "jpeg", width=600)
    assert (Image.open(io.BytesIO(picture)).size, b"SECRET" in picture) == ((600, 300), False)


def test_pages_of_a_pdf_are_shown_one_by_one(tmp_path):
    pages = [Image.new("RGB", (200, 300), colour) for colour in ("red", "blue")]
    path = saved(tmp_path / "a", pages[0], "PDF", save_all=True, append_images=pages[1:])
    first, second = (Image.open(io.BytesIO(picture_of(path, "pdf", page=n, width=100))) for n in (0, 1))
    assert (first.getpixel((50, 50)), second.getpixel((50, 50))) == ((254, 0, 0), (0, 0, 254))
    assert picture_of(path, "pdf", page=2) is None


@pytest.mark.parametrize("content", [b"%PDF-1.4 torn", b"\x89PNG torn", b""])
@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_a_broken_paper_has_no_picture(tmp_path, kind, content):
    path = tmp_path / "a"
    path.write_bytes(content)
    assert picture_of(path, kind) is None


def test_a_picture_that_claims_to_be_huge_kills_the_child_only(tmp_path):
    path = saved(tmp_path / "a", Image.new("1", (20_000, 20_000)), "PNG")
    assert path.stat().st_size < 100_000
    assert picture_of(path, "png") is None


def test_other_kinds_have_no_picture(tmp_path):
    assert picture_of(tmp_path / "a", "hwp") is None
