"""The scanner that is asked over a socket, spoken to as clamd speaks."""

import io
import socket
import struct
import threading

import pytest

from duru.blocks.documents.adapters.scanning import Clamd, Finding, NoScanner, ScannerAway
from duru.blocks.documents.api import AttachmentRefused, attach
from duru.blocks.documents.models import Attachment
from tests.blocks.documents.house import CASE, NOW, PDF


@pytest.fixture
def clamd(tmp_path):
    """A clamd that finds the word EICAR; `heard` is what it was given."""
    path, heard = str(tmp_path / "clamd.ctl"), []
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(path)
    server.listen()

    def read(line, n):
        body = b""
        while len(body) < n and (more := line.recv(n - len(body))):
            body += more
        return body

    def serve():
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                command, body = read(line, len(b"zINSTREAM\0")), b""
                while n := struct.unpack("!L", read(line, 4))[0]:
                    body += read(line, n)
                heard.append((command, body))
                line.sendall(b"stream: Eicar-Signature FOUND\0" if b"EICAR" in body else b"stream: OK\0")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield path, heard
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(timeout=10)


@pytest.mark.unit
def test_without_a_scanner_it_is_said_that_nobody_looked():
    assert NoScanner().scan(io.BytesIO(b"EICAR")) == Finding("not_scanned")


@pytest.mark.unit
def test_clamd_gets_the_whole_file_in_blocks(clamd):
    path, heard = clamd
    body = bytes(range(256)) * 1_000
    assert Clamd(path).scan(io.BytesIO(body)) == Finding("clean", "clamd")
    assert heard == [(b"zINSTREAM\0", body)]
    assert Clamd(path).scan(io.BytesIO(b"xEICARx")).threat == "Eicar-Signature"


@pytest.mark.unit
def test_a_scanner_that_is_away_says_so(tmp_path):
    with pytest.raises(ScannerAway):
        Clamd(str(tmp_path / "nobody")).scan(io.BytesIO(b"x"))


def test_an_infected_file_is_not_kept_and_nothing_is_taken_while_the_scanner_is_away(
    here, clamd, monkeypatch, files_folder
):
    def lay(content):
        return attach(by=here.officer, subject=CASE, file=io.BytesIO(content), name="a.pdf", at=NOW)

    monkeypatch.setenv("DURU_CLAMD", clamd[0])
    with pytest.raises(AttachmentRefused, match="Eicar-Signature"):
        lay(PDF + b"EICAR")
    assert (lay(PDF).scan_state, lay(PDF).scanned_by) == ("clean", "clamd")
    monkeypatch.setenv("DURU_CLAMD", clamd[0] + ".away")
    with pytest.raises(AttachmentRefused, match="응답하지 않아"):
        lay(PDF)
    assert Attachment.objects.count() == len([p for p in files_folder.rglob("*") if p.is_file()]) == 2
