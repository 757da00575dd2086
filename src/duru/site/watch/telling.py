"""Tell people of alarms: by mail, and by text as well when nobody answered the mail or it could not be sent.

python -m duru.site.watch.telling < pages.json
"""

import json
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from duru.conf import env
from duru.site.watch.alarms import Alarm, Page

__all__ = ["tell", "words_of"]

logger = logging.getLogger(__name__)

SendMail = Callable[[str, str, str], None]  # to, subject, text
SendText = Callable[[str, str, str], None]  # number of the message, telephone, words


def main() -> None:
    """Read the pages and send them through the installation's own mail server and text folder."""
    pages = [Page(Alarm(**each["alarm"]), each["is_over"]) for each in json.load(sys.stdin)]
    from duru.site.cli.django_ready import start_django

    start_django()
    from duru.blocks.casework.api import Text, text_carrier
    from duru.blocks.documents.api import Letter, mailer

    def mail(to: str, subject: str, text: str) -> None:
        mailer().send(Letter(to, to, subject, text))

    def text(number: str, phone: str, words: str) -> None:
        text_carrier().send(Text(number, phone, words), at=datetime.now(ZoneInfo("Asia/Seoul")))

    tell(pages, env.alarm_mails(), env.alarm_phones(), mail, text)


def tell(
    pages: Sequence[Page], mails: Sequence[str], phones: Sequence[str], send_mail: SendMail, send_text: SendText
) -> None:
    """Send every page to everybody; one recipient or channel that fails stops no other."""
    for page in pages:
        subject, words = words_of(page)
        reached = [_tried(send_mail, to, subject, words) for to in mails]
        # The second channel: at once when the first has nobody or failed, else as soon as nobody answered.
        if page.is_urgent or not any(reached):
            for phone in phones:
                _tried(send_text, f"경보{page.alarm.number}-{page.alarm.n_pages}", phone, f"[두루] {subject}")
        if not mails and not phones:
            logger.error(
                "경보를 받을 사람이 없습니다(DURU_ALARM_MAILS, DURU_ALARM_PHONES). %s: %s", subject, page.alarm.seen
            )


def words_of(page: Page) -> tuple[str, str]:
    """Return (subject, text) of a page: what is wrong and what to do, nothing of any resident."""
    alarm = page.alarm
    if page.is_over:
        return f"풀림: {alarm.name}", f"{alarm.name}이(가) 다시 괜찮습니다.\n시작 {alarm.since}\n끝 {alarm.ended_at}\n"
    return (
        f"경보 {alarm.number}: {alarm.name}" + (f" ({alarm.n_pages}번째)" if page.is_urgent else ""),
        f"무엇이: {alarm.name} – {alarm.seen}\n할 일: {alarm.remedy}\n시작: {alarm.since}\n\n"
        f"확인하면 멈춥니다. 화면의 '시스템 상태'에서 '확인했습니다'를 누르거나, 서버에서: duru alarms --seen {alarm.number}\n"
        "아무도 확인하지 않으면 5분마다 다시 알립니다.\n",
    )


def _tried(send: Callable[[str, str, str], None], *message: str) -> bool:
    try:
        send(*message)
    except OSError as error:
        logger.error("경보를 보내지 못했습니다: %s", error)
        return False
    return True


if __name__ == "__main__":
    main()
