"""A clerk who takes two permits through all their steps, goes on where a dead one stopped, and may die on the way.

python -m tests.faults.clerk TENANT MEMBER MEMBER, then a line each on the standard input: ROUND [PLACE | SECONDS]. Everything is
loaded once; for each line a process is forked, works on the permits of that round until it is done or dead, and its exit
status is answered (-9 for killed).
"""

import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta

import django

NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)


def receipts(round: str) -> tuple[str, str]:
    """Return the receipt numbers of a round's two permits."""
    return f"K{round}-1", f"K{round}-2"


class Clerk:
    """One who knows nothing but what the rows say: each method looks what is done already."""

    def __init__(self, tenant_id: int, maker_id: int, checker_id: int):
        from duru.blocks.access.api import Membership, actor_of, system_actor

        self.tenant_id, self.machine = tenant_id, system_actor("시험")
        with self._scope():
            members = Membership.objects.select_related("user", "organisation")
            self.maker, self.checker = (actor_of(members.get(id=each)) for each in (maker_id, checker_id))

    def _scope(self):
        from duru.blocks.tenancy.api import tenant_scope  # Django is set up by now

        return tenant_scope(self.tenant_id)

    def step(self, receipt: str) -> bool:
        """Do the next step of a case in a transaction of its own; False when there is none."""
        from duru.blocks.casework.api import Case, Task

        with self._scope():
            case = Case.objects.filter(receipt_no=receipt).first()
            if case is None:
                self._receive(receipt)
                return True
            task = Task.objects.filter(case=case, state="open").order_by("id").first()
            if task is not None:
                self._finish(case, task)
            return task is not None

    def _receive(self, receipt: str) -> None:
        from duru.blocks.casework.api import open_case

        open_case(
            by=self.maker, kind="sample.facility", title="", applicant_name="박말순", at=NOW, receipt_no=receipt,
            answers={"facility": "family_grave", "lot": "산 12", "area_m2": 80},
        )  # fmt: skip

    def _finish(self, case, task) -> None:
        from duru.blocks.casework import api
        from duru.blocks.casework.models import Decision

        # The review comes at once, all else after the 20 days in which 산림과 says nothing.
        how = {"at": NOW + timedelta(days=0 if task.key == "review" else 30), "task_id": task.public_id}
        if task.kind == api.TaskKind.CONSULTATION:
            api.answer_opinion(by=self.machine, opinion=api.Opinion.POSSIBLE, **how)
        elif task.kind == api.TaskKind.WORK:
            api.complete_task(by=self.machine, answers={"is_complete": True} if task.form else {}, **how)
        elif Decision.objects.filter(case=case).exists():
            api.approve_decision(by=self.checker, public_id=case.public_id, at=how["at"])
        else:
            api.propose_decision(by=self.maker, outcome="accept", reason="맞음", **how)

    def is_reviewed(self, receipt: str) -> bool:
        from duru.blocks.casework.api import Task

        with self._scope():
            return Task.objects.filter(case__receipt_no=receipt, key="review", state="done").exists()

    def comment_on(self, receipts: tuple[str, ...], text: str) -> None:
        """Comment on some cases in bulk, approved once."""
        from duru.blocks.casework.api import Case, approve_bulk, run_bulk
        from duru.blocks.casework.models import BulkDeed

        with self._scope():
            deed = BulkDeed.objects.filter(arguments__text=text).first()
            if deed is None:
                cases = Case.objects.filter(receipt_no__in=receipts).values_list("public_id", flat=True)
                deed = approve_bulk(by=self.checker, action="comment", case_ids=cases, arguments={"text": text}, at=NOW)
        run_bulk(tenant_id=self.tenant_id, deed_id=deed.public_id, now=lambda: NOW)


def work(tenant_id: int, maker_id: int, checker_id: int, round: str) -> None:
    """Receive, review, let the clock deem and remind, answer, decide by two, hand over the certificate, comment in bulk."""
    from duru.blocks.casework.api import fire_timers

    clerk = Clerk(tenant_id, maker_id, checker_id)
    for receipt in receipts(round):
        while not clerk.is_reviewed(receipt):
            clerk.step(receipt)
        fire_timers(tenant_id=tenant_id, now=NOW + timedelta(days=29))
        while clerk.step(receipt):
            pass
    clerk.comment_on(receipts(round), f"점검 {round}")


def main(*office: int) -> None:
    """Fork a clerk for each line; nothing that could not be forked, such as a connection, is opened here."""
    django.setup()
    from duru.blocks.casework.api import get_kind
    from duru.conf import faults

    assert get_kind("sample.facility").plan  # read once
    for line in sys.stdin:
        round, _, how = line.strip().partition(" ")
        clerk = os.fork()
        if clerk == 0:
            faults._armed = "" if how[:1].isdigit() else how
            work(*office, round)
            os._exit(0)
        if how[:1].isdigit():
            time.sleep(float(how))
            os.kill(clerk, signal.SIGKILL)  # one that has ended waits to be asked for its status
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(clerk, 0)[1])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
