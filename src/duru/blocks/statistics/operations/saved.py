"""Keep a table, share it, let it be sent."""

from dataclasses import replace
from datetime import datetime

from duru.blocks.access.api import Actor, NotAllowed, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.statistics.enums import MailRhythm
from duru.blocks.statistics.errors import AskRefused
from duru.blocks.statistics.models import SavedTable
from duru.blocks.statistics.permissions import ASK
from duru.blocks.statistics.queries.rollups import check_question
from duru.blocks.statistics.rules.months import Month, months_until
from duru.blocks.statistics.rules.question import Question, question_of


def save_table(
    *, by: Actor, title: str, question: Question, n_months: int, chart: str, at: datetime, note: str = "",
    is_shared: bool = False, mail: str = MailRhythm.NEVER,
) -> SavedTable:  # fmt: skip
    """Keep a question under a name.

    Args:
        n_months: how many months up to the newest; 0 keeps the question's own.

    Raises:
        NotAllowed: the actor may not ask.
        AskRefused: the question has no honest answer, or the name is empty.
    """
    check_may(by, ASK)
    if by.membership_id is None:
        raise AskRefused("통계표는 사람이 만들어 둡니다.")
    if not title.strip():
        raise AskRefused("이름을 적어 주세요.", field="title")
    check_question(question)
    saved = SavedTable.objects.create(
        title=title.strip()[:80], note=note.strip()[:200], question=replace(question, months=() if n_months else question.months).as_dict(),
        n_months=n_months, chart=chart, is_shared=is_shared, mail=mail, by_id=by.membership_id, at=at,
    )  # fmt: skip
    record_deed(actor=by.audit, action="통계표 만듦", subjects=[], detail={"table": saved.public_id}, at=at)
    return saved


def change_saved(
    *, by: Actor, public_id: str, title: str, note: str, is_shared: bool, mail: str, at: datetime
) -> SavedTable:
    """Change name, note, sharing and e-mail of one's own table.

    Raises:
        NotAllowed: it is somebody else's.
        SavedTable.DoesNotExist: there is none.
    """
    saved = _own(by, public_id)
    saved.title, saved.note, saved.is_shared, saved.mail = title.strip()[:80], note.strip()[:200], is_shared, mail
    saved.save(update_fields=["title", "note", "is_shared", "mail"])
    record_deed(
        actor=by.audit, action="통계표 고침", subjects=[], at=at,
        detail={"table": saved.public_id, "is_shared": is_shared, "mail": str(mail)},
    )  # fmt: skip
    return saved


def drop_saved(*, by: Actor, public_id: str, at: datetime) -> None:
    """Drop one's own table; the answers it stood on stay until they are a year old.

    Raises:
        NotAllowed: it is somebody else's.
        SavedTable.DoesNotExist: there is none.
    """
    saved = _own(by, public_id)
    record_deed(actor=by.audit, action="통계표 지움", subjects=[], detail={"table": saved.public_id}, at=at)
    saved.delete()


def question_of_saved(saved: SavedTable, month: Month) -> Question:
    """Return the question a saved table asks when a month is the newest."""
    question = question_of(saved.question)
    return question.over(months_until(month, saved.n_months)) if saved.n_months else question


def _own(by: Actor, public_id: str) -> SavedTable:
    check_may(by, ASK)
    saved = SavedTable.objects.select_for_update().get(public_id=public_id)
    if saved.by_id != by.membership_id:
        raise NotAllowed("만든 사람만 고치거나 지울 수 있습니다.")
    return saved
