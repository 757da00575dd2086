"""The rule book: pages of docs/reference that print the tables the services decide by."""

from collections.abc import Iterable, Iterator
from typing import Any

from duru.site.reference.markdown import table


def overlap_rules() -> Iterator[str]:
    """Write the rules about two benefits of one person or household."""
    from duru.blocks.benefits.api import month_rules
    from duru.services.welfare.api import shipped_examples, shipped_rules
    from duru.services.welfare.enums import RuleStatus, Verdict

    rules = shipped_rules()
    n_to_check = sum(rule.status == RuleStatus.TO_CHECK for rule in rules)
    yield "# 중복 규칙표"
    yield ""
    yield f"프로그램에 실린 규칙 {len(rules)}건입니다. 두 지원이 여러 규칙에 걸리면 금지, 허용, 제한, 주의, 정보의 차례로 하나만 적용합니다."
    yield f"이 가운데 {n_to_check}건은 원문을 아직 확인하지 못해 '확인 필요'로 적었습니다. 그대로 처분의 근거로 쓰지 마십시오."
    yield ""
    for verdict in Verdict:
        chosen = [rule for rule in rules if rule.verdict == verdict]
        if not chosen:
            continue
        yield f"## {verdict.label} ({len(chosen)}건)"
        yield ""
        yield from table(
            ["번호", "규칙", "무엇과 무엇을", "설명과 할 일", "근거", "출처", "상태", "시행"],
            (
                [
                    rule.code,
                    rule.title,
                    f"{_side(rule.left)}{'' if rule.counts else ' × ' + _side(rule.right)} ({_conditions(rule)})",
                    f"{rule.sentence} {rule.what_to_do}",
                    rule.basis,
                    rule.source,
                    rule.status.label,
                    f"{rule.effective_from}부터" + (f" {rule.effective_until} 전까지" if rule.effective_until else ""),
                ]
                for rule in chosen
            ),
        )
        for rule in chosen:
            yield from _examples(rule.code, [each for each in shipped_examples() if each.code == rule.code])
    yield "## 사유가 생긴 달의 계산"
    yield ""
    yield "사망·전출·입소·퇴소·수감·국외체류가 있는 달의 급여 가운데 여기서 지급하는 몫과 그 뒤입니다."
    yield ""
    yield from table(
        ["급여", "무슨 일", "며칠", "그달분", "그 뒤", "설명", "근거", "출처"],
        (
            [
                row.of_what,
                row.when,
                f"{row.first_day}일~{row.last_day}일",
                f"{row.percent}%",
                row.afterwards.label,
                row.sentence,
                row.basis,
                row.source,
            ]
            for row in month_rules()
        ),
    )


def _examples(code: str, examples: list) -> Iterator[str]:
    """Write what a rule says in cases: the lines are those that the spec tests run."""
    yield f"{code}의 보기"
    yield ""
    for example in examples:
        yield f"- **{example.verdict}**: {example.title} ({' → '.join(example.lines)})"
    yield ""


def _side(side: Any) -> str:
    from duru.blocks.benefits.enums import Category

    source = {"public": "공적급여", "private": "민간 제공"}.get(side.side, "")
    named = ", ".join(sorted(side.programmes)) or ", ".join(Category(value).label for value in sorted(side.categories))
    return " ".join(part for part in (source, named) if part) or "모든 지원"


def _conditions(rule: Any) -> str:
    parts = [rule.unit.label, f"{rule.days}일 안" if rule.days else rule.window.label]
    parts += [f"같은 {rule.same.label}"] if rule.same else []
    parts += [rule.provider.label] if rule.provider != "any" else []
    if rule.counts:
        parts.append(f"많아야 {rule.most}{'번' if rule.counts == 'times' else '개월'}")
    if rule.gives_way:
        parts.append(f"물러나는 쪽: {_side(rule.left if rule.gives_way == 'left' else rule.right)}")
    return " · ".join(parts)


def funeral_facilities() -> Iterator[str]:
    """Write the tables of the guide to private funeral facilities."""
    yield "# 장사시설 결정표"
    yield ""
    yield "사설 장사시설 하나하나의 절차, 크기, 서류, 의제, 설치할 수 없는 구역입니다. ‘확인 필요’는 별표나 서식의 원문을 아직 보지 못한 값이며 그것만으로는 막지 않습니다."
    yield ""
    yield from _what_each_kind_needs()
    yield from _where_none_may_stand()
    yield from _how_a_case_goes()


def _what_each_kind_needs() -> Iterator[str]:
    from duru.services.permits import api as permits

    yield "## 절차"
    yield ""
    yield from table(
        ["시설", "절차", "증명서", "공사 완료를 확인한 뒤", "서식", "근거"],
        (
            [kind.label, kind.procedure.label, kind.certificate, "예" if kind.certificate_after_completion else "", kind.form, kind.basis]
            for kind in permits.rows(permits.Kind)
        ),
    )  # fmt: skip
    yield "## 크기"
    yield ""
    yield from table(
        ["시설", "무엇", "기준", "근거", "상태"],
        (
            [_named(row.kinds), row.measure.label, f"{row.amount:,} {row.bound.label}", row.basis, row.status.label]
            for row in permits.rows(permits.Limit)
        ),
    )
    yield "## 낼 서류"
    yield ""
    when = {"": "", "own_land": "자기 땅일 때", "land_of_others": "다른 사람의 땅일 때"}
    yield from table(
        ["시설", "서류", "언제", "근거"],
        ([_named(row.kinds), row.paper, when[row.when], row.basis] for row in permits.rows(permits.Paper)),
    )
    yield "## 담당자가 스스로 확인하는 것"
    yield ""
    yield from table(
        ["시설", "무엇", "근거"], ([_named(row.kinds), row.record, row.basis] for row in permits.rows(permits.Lookup))
    )
    yield "## 의제"
    yield ""
    yield from table(
        ["시설", "함께 처리되는 것", "조건", "근거"],
        (
            [_named(row.kinds), row.approval, f"{row.area_below}㎡ 미만" + (", 수목장림만" if row.only_woodland else ""), row.basis]
            for row in permits.rows(permits.Deemed)
        ),
    )  # fmt: skip


def _where_none_may_stand() -> Iterator[str]:
    from duru.services.permits import api as permits

    yield "## 설치할 수 없는 구역"
    yield ""
    yield from table(
        ["구역", "뜻", "설명", "근거"],
        ([row.label, row.severity.label, row.sentence, row.basis] for row in permits.rows(permits.Zone)),
    )
    yield "### 예외"
    yield ""
    zones = {zone.code: zone.label for zone in permits.rows(permits.Zone)}
    yield from table(
        ["구역", "시설", "조건", "근거"],
        (
            [
                ", ".join(label for code, label in zones.items() if code in row.zones),
                _named(row.kinds),
                (f"{row.area_below:,}㎡ 미만. " if row.area_below else "") + row.condition,
                row.basis,
            ]
            for row in permits.rows(permits.ZoneException)
        ),
    )
    yield "## 떨어져야 하는 거리"
    yield ""
    yield from table(
        ["시설", "무엇에서", "거리", "근거", "상태"],
        (
            [_named(row.kinds), row.from_what, f"{row.metres:,}m", row.basis, row.status.label]
            for row in permits.rows(permits.Distance)
        ),
    )


def _how_a_case_goes() -> Iterator[str]:
    from duru.blocks.documents.enums import LetterKind
    from duru.services.permits import api as permits

    yield "## 회의"
    yield ""
    yield from table(
        ["회의", "어느 민원", "며칠 전에 알리나", "근거", "상태"],
        (
            [row.meeting.label, "모두" if "any" in row.cases else _approvals(row.cases), f"{row.notice_days}일", row.basis, row.status.label]
            for row in permits.rows(permits.MeetingRule)
        ),
    )  # fmt: skip
    yield "## 수수료와 부담금"
    yield ""
    yield from table(
        ["민원", "무엇", "이름", "근거", "상태"],
        (
            ["모두" if "any" in row.approvals else _approvals(row.approvals), row.kind.label, row.name, row.basis, row.status.label]
            for row in permits.rows(permits.ChargeRule)
        ),
    )  # fmt: skip
    yield "## 저절로 기안하는 문서"
    yield ""
    procedures = {
        "any": "모두",
        "permit": "허가",
        "report": "신고",
        "other": "다른 법의 허가·신고",
        "prior": "사전심사",
    }
    yield from table(
        ["때", "민원", "문서", "근거", "상태"],
        (
            [
                row.occasion.label,
                procedures[row.procedure] + (", 묘지만" if row.graves else ""),
                LetterKind(row.letter).label,
                row.basis,
                row.status.label,
            ]
            for row in permits.rows(permits.Letter)
        ),
    )


def _named(kinds: Iterable[str]) -> str:
    from duru.services.permits import api as permits

    return ", ".join(kind.label for kind in permits.rows(permits.Kind) if kind.code in kinds)


def _approvals(codes: Iterable[str]) -> str:
    from duru.services.permits import api as permits

    return ", ".join(row.label for row in permits.rows(permits.Approval) if row.code in codes)
