"""One of the workers of bench/casework.py: python -m bench.casework_worker ours|spiff|bare TENANT N MEMBERS."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta

DEPARTMENTS = {
    "farmland": "농지과",
    "forest": "산림과",
    "development": "도시계획과",
    "heritage": "문화유산과",
    "road": "건설과",
}
NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)
# What the board would show them; the peers, too, know by plain SQL what to do next.
WAITING = b"SELECT department, public_id FROM casework_task WHERE case_id = $1 AND state = 'open'"
WARM = 8  # the server settles on plans at the sixth time


def bpmn() -> str:
    """The process: five opinions side by side, then the decision."""
    flows = [("start", "split"), ("join", "decide"), ("decide", "end")]
    flows += [("split", key) for key in DEPARTMENTS] + [(key, "join") for key in DEPARTMENTS]
    nodes = {"start": "startEvent", "split": "parallelGateway", "join": "parallelGateway", "end": "endEvent"}
    nodes |= dict.fromkeys([*DEPARTMENTS, "decide"], "userTask")
    attributes = {
        key: f' name="{each} 협의" duru:kind="consultation" duru:department="{each}" duru:period="10일"'
        for key, each in DEPARTMENTS.items()
    }
    attributes["decide"] = ' name="결정" duru:kind="decision"'
    parts = []
    for key, tag in nodes.items():
        ways = "".join(f"<incoming>f{n}</incoming>" for n, flow in enumerate(flows) if flow[1] == key)
        ways += "".join(f"<outgoing>f{n}</outgoing>" for n, flow in enumerate(flows) if flow[0] == key)
        parts.append(f'<{tag} id="{key}"{attributes.get(key, "")}>{ways}</{tag}>')
    parts += [f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(flows)]
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:duru="urn:duru:process" '
        f'targetNamespace="urn:duru:process"><process id="permit" isExecutable="true">{"".join(parts)}</process></definitions>'
    )


def register():
    """Make the benchmark's kind of case known."""
    from duru.blocks.casework.api import CaseKind, register_kind

    kind = CaseKind(
        key="bench.permit", label="사설 장사시설 신고", bpmn=bpmn(), period="20일", set_by="시험", department="노인장애인과",
        outcomes={"accept": "수리"}, two_people=False,
    )  # fmt: skip
    register_kind(kind)
    return kind


def actors(members: dict[str, int]):
    """Return department → actor, inside a tenant scope."""
    from duru.blocks.access.api import Membership, actor_of

    found = Membership.objects.select_related("user", "organisation").filter(id__in=members.values())
    return {member.department: actor_of(member) for member in found}


def ours(tenant_id: int, n: int, members: dict[str, int]) -> None:
    """Make permits by the deeds of casework."""
    import django

    django.setup()
    from django.db import connection

    from duru.blocks.casework.api import answer_opinion, open_case, propose_decision
    from duru.blocks.tenancy.api import tenant_scope

    kind = register()
    kind.plan  # noqa: B018 - parsed before the clock starts, as in a server that runs
    with tenant_scope(tenant_id):
        people = actors(members)
    for _ in timed(n):
        with tenant_scope(tenant_id):
            case = open_case(by=people["노인장애인과"], kind=kind.key, title="", applicant_name="박말순", at=NOW)
            tasks = connection.fetch_prepared(WAITING, [case.id])
        for department, task_id in tasks:
            with tenant_scope(tenant_id):
                answer_opinion(by=people[department], task_id=task_id, opinion="possible", at=NOW + timedelta(hours=1))
        with tenant_scope(tenant_id):  # what the board would show
            ((_, task_id),) = connection.fetch_prepared(WAITING, [case.id])
            propose_decision(
                by=people["노인장애인과"], task_id=task_id, outcome="accept", reason="맞음", at=NOW + timedelta(hours=2)
            )


def spiff(tenant_id: int, n: int, members: dict[str, int]) -> None:
    """Make permits by SpiffWorkflow as it comes: its own JSON read, moved on and saved at each step."""
    import psycopg
    from lxml import etree
    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.bpmn.parser import BpmnParser
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.util.task import TaskState

    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(bpmn().encode()))
    spec, serializer = parser.get_spec("permit"), BpmnWorkflowSerializer()
    connection = psycopg.connect(os.environ["DURU_DATABASE_URL"], autocommit=True)
    for _ in timed(n):
        workflow = BpmnWorkflow(spec)
        workflow.do_engine_steps()
        state = serializer.serialize_json(workflow)
        (ident,) = connection.execute("INSERT INTO peer_json (state) VALUES (%s) RETURNING id", [state]).fetchone()
        for _ in range(6):
            (state,) = connection.execute("SELECT state FROM peer_json WHERE id = %s", [ident]).fetchone()
            workflow = serializer.deserialize_json(state)
            task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
            task.data["opinion"] = "possible"
            task.run()
            workflow.do_engine_steps()
            connection.execute(
                "UPDATE peer_json SET state = %s WHERE id = %s", [serializer.serialize_json(workflow), ident]
            )
        assert workflow.is_completed()


def bare(tenant_id: int, n: int, members: dict[str, int]) -> None:
    """Make permits by SQL alone: rows of case, tasks and history; no engine, no rights, no clock, no audit."""
    import psycopg

    connection = psycopg.connect(os.environ["DURU_DATABASE_URL"], autocommit=True)
    due = NOW + timedelta(days=10)
    opening = "INSERT INTO peer_task (case_id, name, department, state, opened_at, due_at) VALUES (%s, %s, %s, 'open', %s, %s) RETURNING id"
    event = "INSERT INTO peer_event (case_id, at, kind, who, text) VALUES (%s, %s, %s, %s, '')"
    for _ in timed(n):
        with connection.transaction():
            (case,) = connection.execute(
                "INSERT INTO peer_case (title, state) VALUES ('신고', 'running') RETURNING id"
            ).fetchone()
            tasks = [
                connection.execute(opening, [case, "협의", each, NOW, due]).fetchone()[0]
                for each in DEPARTMENTS.values()
            ]
            connection.execute(event, [case, NOW, "opened", "담당"])
        for task in tasks:
            with connection.transaction():
                connection.execute("SELECT version FROM peer_case WHERE id = %s FOR UPDATE", [case])
                connection.execute(
                    "UPDATE peer_task SET state = 'done', done_at = %s, answer = 'possible' WHERE id = %s", [NOW, task]
                )
                (left,) = connection.execute(
                    "SELECT count(*) FROM peer_task WHERE case_id = %s AND state = 'open'", [case]
                ).fetchone()
                if not left:
                    decide = connection.execute(opening, [case, "결정", "주무", NOW, due]).fetchone()[0]
                connection.execute(event, [case, NOW, "answered", "부서"])
                connection.execute("UPDATE peer_case SET version = version + 1 WHERE id = %s", [case])
        with connection.transaction():
            connection.execute("SELECT version FROM peer_case WHERE id = %s FOR UPDATE", [case])
            connection.execute("UPDATE peer_task SET state = 'done', done_at = %s WHERE id = %s", [NOW, decide])
            connection.execute(event, [case, NOW, "decided", "담당"])
            connection.execute(
                "UPDATE peer_case SET state = 'done', outcome = 'accept', version = version + 1 WHERE id = %s", [case]
            )


def timed(n: int):
    """Make some permits first, as a server has that runs; then n for each line that says go, and answer the CPU seconds."""
    yield from range(WARM)
    print("ready", flush=True)
    for _ in sys.stdin:
        began = time.process_time()
        yield from range(n)
        print(time.process_time() - began, flush=True)


if __name__ == "__main__":
    {"ours": ours, "spiff": spiff, "bare": bare}[sys.argv[1]](
        int(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4])
    )
