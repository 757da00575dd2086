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


def work(tenant_id: int, maker_id: int, checker_id: int, round: str) -> None:
    """Receive, review, let the clock deem and remind, answer, decide by two, hand over the certificate, comment in bulk."""
    from duru.blocks.access.api import Membership, actor_of, system_actor
    from duru.blocks.casework.api import (
        Case,
        Opinion,
        Task,
        TaskKind,
        answer_opinion,
        approve_bulk,
        approve_decision,
        complete_task,
        fire_timers,
        open_case,
        propose_decision,
        run_bulk,
    )
    from duru.blocks.casework.models import BulkDeed, Decision
    from duru.blocks.tenancy.api import tenant_scope

    with tenant_scope(tenant_id):
        members = Membership.objects.select_related("user", "organisation")
        maker, checker = (actor_of(members.get(id=each)) for each in (maker_id, checker_id))
    machine = system_actor("시험")

    def step(receipt: str) -> bool:
        """Do the next step of a case in a transaction of its own; False when there is none."""
        with tenant_scope(tenant_id):
            case = Case.objects.filter(receipt_no=receipt).first()
            if case is None:
                open_case(
                    by=maker, kind="sample.facility", title="", applicant_name="박말순", at=NOW, receipt_no=receipt,
                    answers={"facility": "family_grave", "lot": "산 12", "area_m2": 80},
                )  # fmt: skip
                return True
            task = Task.objects.filter(case=case, state="open").order_by("id").first()
            if task is None:
                return False
            # The review comes at once, all else after the 20 days in which 산림과 says nothing.
            how = {"at": NOW + timedelta(days=0 if task.key == "review" else 30), "task_id": task.public_id}
            if task.kind == TaskKind.CONSULTATION:
                answer_opinion(by=machine, opinion=Opinion.POSSIBLE, **how)
            elif task.kind == TaskKind.WORK:
                complete_task(by=machine, answers={"is_complete": True} if task.form else {}, **how)
            elif Decision.objects.filter(case=case).exists():
                approve_decision(by=checker, public_id=case.public_id, at=how["at"])
            else:
                propose_decision(by=maker, outcome="accept", reason="맞음", **how)
            return True

    def is_reviewed(receipt: str) -> bool:
        with tenant_scope(tenant_id):
            return Task.objects.filter(case__receipt_no=receipt, key="review", state="done").exists()

    for receipt in receipts(round):
        while not is_reviewed(receipt):
            step(receipt)
        fire_timers(tenant_id=tenant_id, now=NOW + timedelta(days=29))
        while step(receipt):
            pass
    with tenant_scope(tenant_id):
        deed = BulkDeed.objects.filter(arguments__text=f"점검 {round}").first()
        if deed is None:
            cases = Case.objects.filter(receipt_no__in=receipts(round)).values_list("public_id", flat=True)
            deed = approve_bulk(
                by=checker, action="comment", case_ids=cases, arguments={"text": f"점검 {round}"}, at=NOW
            )
    run_bulk(tenant_id=tenant_id, deed_id=deed.public_id, now=lambda: NOW)


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
