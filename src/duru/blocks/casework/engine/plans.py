"""A process file, read once: checked against what this house runs, and kept parsed for as long as the process lives."""

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any

from lxml import etree

from duru.blocks.casework.engine.expressions import check_expression
from duru.blocks.casework.enums import TaskKind
from duru.blocks.casework.errors import ProcessRefused
from duru.kernel.days import Period, parse_period
from duru.kernel.errors import Refused

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
OURS = "urn:duru:process"  # attributes of a step: kind department form period stage
MOST_BYTES = 512 * 1024

_STRUCTURE = {"definitions", "process", "sequenceFlow", "conditionExpression", "incoming", "outgoing", "documentation"}
_PICTURE = {"laneSet", "lane", "flowNodeRef", "textAnnotation", "text", "association", "extensionElements"}
_NODES = {"startEvent", "endEvent", "userTask", "exclusiveGateway", "parallelGateway", "inclusiveGateway"}
_ALLOWED = _STRUCTURE | _PICTURE | _NODES
_WORDS = {
    "scriptTask": "스크립트 작업",
    "serviceTask": "서비스 작업",
    "callActivity": "다른 절차 부르기",
    "timerEventDefinition": "시간 사건(기한은 민원 종류와 단계에 적습니다)",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One user task of a process.

    Attributes:
        key: id in the file.
        name: Korean, as officials see it.
        kind: TaskKind of the rows made for it.
        department: Who may take it; empty for the department that is responsible for the case.
        form: Key of a form of the case kind; empty when there is nothing to fill in.
        period: Within what the step is to be done; None when only the case has a due date.
        stage: The light on the applicant's page; empty for steps the applicant is not told of.
    """

    key: str
    name: str
    kind: str
    department: str = ""
    form: str = ""
    period: Period | None = None
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A process as it is run: the file's text, its digest (sha256, hex), its steps by key and its stages in order."""

    digest: str
    bpmn: str
    process_id: str
    steps: dict[str, Step]
    stages: tuple[str, ...]
    spec: Any = field(repr=False, compare=False)  # SpiffWorkflow's own; shared by all runs, changed by none


def digest_of(bpmn: str) -> str:
    """Give the digest under which a process version is stored."""
    return sha256(bpmn.encode()).hexdigest()


@lru_cache(maxsize=200)
def read_plan(bpmn: str) -> Plan:
    """Read a process file; the same text is parsed once a process of the operating system.

    Raises:
        ProcessRefused: it is no BPMN, too large, or holds a script, a timer, a call, or a condition that is not understood.
    """
    root = _parse(bpmn)
    for element in root.iter(etree.Element):
        _check_element(element)
    processes = root.findall(f"{{{BPMN}}}process")
    if len(processes) != 1:
        raise ProcessRefused("절차 파일에는 절차(process)가 하나만 있어야 합니다.")
    _check_branches(root)
    steps = {each.key: each for each in map(_step, root.iter(f"{{{BPMN}}}userTask"))}
    if not steps:
        raise ProcessRefused("절차에 사람이 할 단계(userTask)가 없습니다.")
    stages = tuple(dict.fromkeys(each.stage for each in steps.values() if each.stage))
    process_id = processes[0].get("id")
    return Plan(digest_of(bpmn), bpmn, process_id, steps, stages, _spec(root, process_id))


def _parse(bpmn: str) -> Any:
    if len(bpmn.encode()) > MOST_BYTES:
        raise ProcessRefused(f"절차 파일이 {MOST_BYTES // 1024} KiB를 넘습니다.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(bpmn.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ProcessRefused(f"절차 파일을 읽을 수 없습니다: {error.msg}") from error
    if root.tag != f"{{{BPMN}}}definitions" or root.getroottree().docinfo.doctype:
        raise ProcessRefused("BPMN 2.0 절차 파일이 아닙니다.")
    return root


def _check_element(element: Any) -> None:
    if not isinstance(element.tag, str):  # comments are no elements, entities were not resolved
        raise ProcessRefused("절차 파일에 쓸 수 없는 XML 표현이 있습니다.")
    name = etree.QName(element)
    if name.namespace != BPMN:
        return  # the picture, and what other tools keep for themselves
    if name.localname not in _ALLOWED:
        word = _WORDS.get(name.localname, name.localname)
        raise ProcessRefused(f"절차 파일에 쓸 수 없는 요소가 있습니다: {word}.")
    if name.localname == "conditionExpression":
        check_expression(element.text or "")


def _check_branches(root: Any) -> None:
    """Refuse a choice that could leave a case without a way on."""
    for kind in ("exclusiveGateway", "inclusiveGateway"):
        for gateway in root.iter(f"{{{BPMN}}}{kind}"):
            if len(gateway.findall(f"{{{BPMN}}}outgoing")) > 1 and not gateway.get("default"):
                where = gateway.get("name") or gateway.get("id")
                raise ProcessRefused(f"갈림길 '{where}'에 기본 흐름(default)이 없습니다.")


def _step(element: Any) -> Step:
    given = {name: element.get(f"{{{OURS}}}{name}", "") for name in ("kind", "department", "form", "period", "stage")}
    key, kind = element.get("id"), given["kind"] or TaskKind.WORK
    if kind not in TaskKind.values:
        raise ProcessRefused(f"단계 '{key}'의 종류 '{kind}'를 모릅니다.")
    try:
        period = parse_period(given["period"]) if given["period"] else None
    except Refused as refused:
        raise ProcessRefused(f"단계 '{key}': {refused.message}") from refused
    return Step(key, element.get("name") or key, kind, given["department"], given["form"], period, given["stage"])


def _spec(root: Any, process_id: str) -> Any:
    from SpiffWorkflow.bpmn.parser import BpmnParser, ValidationException  # slow import: 0.5 s

    parser = BpmnParser()
    try:
        parser.add_bpmn_xml(root)
        return parser.get_spec(process_id)
    except (ValidationException, KeyError, AttributeError) as error:
        raise ProcessRefused(f"절차의 흐름이 이어지지 않습니다: {error}") from error
