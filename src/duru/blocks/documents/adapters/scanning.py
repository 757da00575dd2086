"""Virus scanners behind one Protocol: none, which says so, or clamd."""

import socket
import struct
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from duru.blocks.documents.enums import ScanState
from duru.conf import env

BLOCK = 64 << 10
TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a scan came to. `threat` is the scanner's name of what it found, empty when nothing was."""

    state: str
    scanned_by: str = ""
    threat: str = ""


class ScannerAway(RuntimeError):
    """The scanner that this installation relies on does not answer; nothing is taken until it does."""


class Scanner(Protocol):
    """Looks into a file for known malware."""

    def scan(self, file: BinaryIO) -> Finding:
        """Read a file from its beginning and tell what it is.

        Raises:
            ScannerAway: no answer, or one that is not understood.
        """


class NoScanner:
    """Nobody looks; the screen says 검사 안 함."""

    def scan(self, file: BinaryIO) -> Finding:
        return Finding(ScanState.NOT_SCANNED)


class Clamd:
    """A clamd that is asked by INSTREAM: blocks with their length in front, an empty one at the end.

    `address` is "host:port", or the path of a socket ("/run/clamav/clamd.ctl").
    """

    def __init__(self, address: str):
        self._address = address

    def scan(self, file: BinaryIO) -> Finding:
        file.seek(0)
        try:
            with closing(self._connect()) as line:
                line.sendall(b"zINSTREAM\0")
                while block := file.read(BLOCK):
                    line.sendall(struct.pack("!L", len(block)) + block)
                line.sendall(struct.pack("!L", 0))
                answer = self._answer(line)
        except OSError as error:
            raise ScannerAway(str(error)) from error
        # "stream: OK" or "stream: Eicar-Test-Signature FOUND"
        verdict = answer.removeprefix("stream:").strip()
        if verdict == "OK":
            return Finding(ScanState.CLEAN, "clamd")
        if verdict.endswith(" FOUND"):
            return Finding(ScanState.CLEAN, "clamd", threat=verdict.removesuffix(" FOUND"))
        raise ScannerAway(verdict[:200])

    def _connect(self) -> socket.socket:
        if self._address.startswith("/"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(TIMEOUT_S)
            try:
                line.connect(self._address)
            except OSError:
                line.close()
                raise
            return line
        host, _, port = self._address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=TIMEOUT_S)

    def _answer(self, line: socket.socket) -> str:
        words = b""
        while not words.endswith(b"\0") and (more := line.recv(4096)):
            words += more
        return words.rstrip(b"\0\n").decode("utf-8", "replace")


def scanner() -> Scanner:
    """Return the scanner of this installation."""
    address = env.clamd()
    return Clamd(address) if address else NoScanner()
