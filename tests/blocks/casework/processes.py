"""Small processes for tests, written as one line a node."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def process(*nodes: str, flows: str, ident: str = "p") -> str:
    """Build a process file: nodes as XML without flows, flows as "start>a a>split split>b:x == 1"."""
    lines = []
    for n, flow in enumerate(flows.split(";")):
        ends, _, condition = flow.strip().partition(":")
        start, end = ends.split(">")
        inside = f"<conditionExpression>{condition.strip()}</conditionExpression>" if condition else ""
        lines.append((f"f{n}", start, end, inside))
    body = "".join(f'<sequenceFlow id="{i}" sourceRef="{a}" targetRef="{b}">{c}</sequenceFlow>' for i, a, b, c in lines)
    parts = []
    for node in nodes:
        key = node.split('id="', 1)[1].split('"', 1)[0]
        ways = "".join(f"<incoming>{i}</incoming>" for i, _, b, _ in lines if b == key)
        ways += "".join(f"<outgoing>{i}</outgoing>" for i, a, _, _ in lines if a == key)
        tag = node.split()[0].lstrip("<")
        parts.append(node.replace("/>", f">{ways}</{tag}>"))
    return (
        f'<definitions xmlns="{BPMN}" xmlns:duru="urn:duru:process" targetNamespace="urn:duru:process">'
        f'<process id="{ident}" isExecutable="true">{"".join(parts)}{body}</process></definitions>'
    )


TWO_STEPS = process(
    '<startEvent id="start"/>', '<userTask id="check" name="확인" duru:period="3일" duru:stage="확인"/>',
    '<userTask id="decide" name="결정" duru:kind="decision" duru:stage="결정"/>', '<endEvent id="end"/>',
    flows="start>check;check>decide;decide>end",
)  # fmt: skip

LOOP = process(
    '<startEvent id="start"/>', '<userTask id="check" name="확인"/>', '<exclusiveGateway id="fork" default="f2"/>',
    '<endEvent id="end"/>',
    flows="start>check;check>fork;fork>end;fork>check:again == True",
)  # fmt: skip

BRANCHES = process(
    '<startEvent id="start"/>', '<parallelGateway id="split"/>', '<userTask id="a" name="가"/>', '<userTask id="b" name="나"/>',
    '<parallelGateway id="join"/>', '<userTask id="c" name="다"/>', '<endEvent id="end"/>',
    flows="start>split;split>a;split>b;a>join;b>join;join>c;c>end",
)  # fmt: skip
