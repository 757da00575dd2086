"""Short texts to telephones behind one Protocol: a folder that the office's own sending system reads, or a simulation that says so."""

import csv
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Protocol

from duru.conf import env

SHORT_BYTES = 90  # of CP949; what is longer goes as LMS


@dataclass(frozen=True, slots=True)
class Text:
    """One message: `number` is ours and the same when it is handed over twice, `phone` digits only."""

    number: str
    phone: str
    words: str

    @property
    def is_long(self) -> bool:
        return len(self.words.encode("cp949", "replace")) > SHORT_BYTES


class TextCarrier(Protocol):
    """Hands texts to the outside; `label` stands on the screen beside each of them."""

    label: str
    is_simulated: bool

    def send(self, text: Text, *, at: datetime) -> None:
        """Hand over one text.

        Raises:
            OSError: the other side is away; the next round tries again.
        """


class SimulatedTexts:
    """Nothing leaves the house."""

    label = "모의 발송"
    is_simulated = True

    def send(self, text: Text, *, at: datetime) -> None:
        return None


class TextFolder:
    """A CSV file a day (CP949, as such systems read it): 알림번호, 종류, 전화번호, 내용. Lines are only ever added."""

    label = "문자 발송 파일"
    is_simulated = False

    def __init__(self, folder: Path):
        self._folder = folder

    def send(self, text: Text, *, at: datetime) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        line = StringIO()
        # The apostrophe of a formula is not needed: words are our own, and the system that reads them is no spreadsheet.
        csv.writer(line).writerow([text.number, "LMS" if text.is_long else "SMS", text.phone, text.words])
        # One write in append mode is whole, also beside another worker's.
        with (self._folder / f"sms-{at:%Y%m%d}.csv").open("ab", buffering=0) as file:
            file.write(line.getvalue().encode("cp949", "replace"))


def text_carrier() -> TextCarrier:
    """Return the carrier of this installation."""
    folder = env.sms_folder()
    return TextFolder(folder) if folder else SimulatedTexts()
