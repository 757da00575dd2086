"""A sealed stream opens only whole, unchanged and with its passphrase."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duru.site.backup import container
from duru.site.backup.container import BackupDamaged, OpenedReader, SealedWriter

pytestmark = pytest.mark.unit

PASSPHRASE = "열두 글자가 넘는 암호"
CHUNK = 64


@pytest.fixture(autouse=True)
def small_and_quick(monkeypatch):
    """Chunks of 64 bytes and a cheap key, so that every border is met; the format stays the same."""
    monkeypatch.setattr(container, "CHUNK_BYTES", CHUNK)
    monkeypatch.setattr(container, "SCRYPT", {"n": 2, "r": 8, "p": 1})


def seal(plain: bytes) -> bytes:
    out = io.BytesIO()
    with SealedWriter(out, PASSPHRASE) as writer:
        writer.write(plain)
    return out.getvalue()


def open_whole(sealed: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return OpenedReader(io.BytesIO(sealed), passphrase).read()


def header_length(sealed: bytes) -> int:
    start = len(container.MAGIC)
    return start + 4 + int.from_bytes(sealed[start : start + 4], "big")


@pytest.mark.parametrize("n", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 1000])
def test_what_goes_in_comes_out_at_every_border(n):
    plain = bytes(i % 251 for i in range(n))
    assert open_whole(seal(plain)) == plain


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(plain=st.binary(max_size=300), at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed(plain, at, bit):
    sealed = bytearray(seal(plain))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(BackupDamaged):
        open_whole(bytes(sealed))


@pytest.mark.parametrize("cut", [1, 16, CHUNK + 16, CHUNK + 17, 200])
def test_a_cut_end_is_noticed_even_between_chunks(cut):
    sealed = seal(b"x" * 5 * CHUNK)
    with pytest.raises(BackupDamaged):
        open_whole(sealed[:-cut])


def test_swapped_chunks_are_noticed():
    sealed = seal(b"a" * CHUNK + b"b" * CHUNK + b"c")
    start, size = header_length(sealed), CHUNK + 16
    head, first, second, rest = (
        sealed[:start],
        sealed[start : start + size],
        sealed[start + size : start + 2 * size],
        sealed[start + 2 * size :],
    )
    with pytest.raises(BackupDamaged):
        open_whole(head + second + first + rest)


def test_a_wrong_passphrase_opens_nothing():
    with pytest.raises(BackupDamaged, match="암호가 맞지 않거나"):
        open_whole(seal(b"secret"), "다른 암호 열두 글자가 넘음")


def test_any_other_file_is_no_backup():
    with pytest.raises(BackupDamaged, match="두루의 백업 파일이 아닙니다"):
        open_whole(b"PK\x03\x04 something else")


def test_a_forged_header_cannot_ask_for_all_memory():
    sealed = seal(b"x")
    start = header_length(sealed)
    forged = sealed[:start].replace(b'"n": 2', b'"n": 1073741824')
    body = forged[len(container.MAGIC) + 4 :]
    with pytest.raises(BackupDamaged, match="머리 부분"):
        open_whole(container.MAGIC + len(body).to_bytes(4, "big") + body + sealed[start:])


def test_nothing_of_the_content_is_readable():
    assert "홍길동".encode() not in seal("홍길동 810101".encode() * 20)


def test_the_same_content_is_never_sealed_alike():
    assert seal(b"same") != seal(b"same")
