"""Conditions of a process: a small language read by our own interpreter; nothing is ever handed to Python's eval or exec.

Names, texts, numbers, True, False, None, lists, comparisons, `and or not`, `in`, and + - * on numbers. A name that has no
value is None. No attribute, no call, no index: there is no way from a value to anything else.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from duru.blocks.casework.errors import ProcessRefused

LONGEST, DEEPEST = 500, 20  # characters, and nested parts

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
    ast.Is: lambda left, right: left is right,
    ast.IsNot: lambda left, right: left is not right,
}
_COUNT: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_PLAIN = (str, int, float, bool, type(None))


def check_expression(text: str) -> None:
    """Refuse a condition that the language does not know; run when a process comes in, never later.

    Raises:
        ProcessRefused: with the condition and what is wrong in it.
    """
    _parsed(text)


def evaluate(text: str, variables: Mapping[str, Any]) -> Any:
    """Give the value of a condition over the variables of one case.

    Raises:
        ProcessRefused: the language does not know it, or it compares what cannot be compared.
    """
    try:
        return _value(_parsed(text), variables)
    except TypeError as error:
        raise ProcessRefused(f"조건식 '{text}'을 이 민원의 값으로 계산할 수 없습니다.") from error


@lru_cache(maxsize=1_000)
def _parsed(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise ProcessRefused(f"조건식이 {LONGEST}자를 넘습니다.")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ProcessRefused(f"조건식 '{text}'을 읽을 수 없습니다.") from error
    _check(tree, text, DEEPEST)
    return tree


def _check(node: ast.expr, text: str, depth: int) -> None:
    allowed = (
        isinstance(node, ast.Name | ast.List | ast.Tuple | ast.BoolOp)
        or (isinstance(node, ast.Constant) and isinstance(node.value, _PLAIN))
        or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub))
        or (isinstance(node, ast.BinOp) and type(node.op) in _COUNT)
        or (isinstance(node, ast.Compare) and all(type(each) in _COMPARE for each in node.ops))
    )
    if not allowed or depth == 0:
        raise ProcessRefused(f"조건식 '{text}'에 쓸 수 없는 표현이 있습니다. 비교, and, or, not, in만 쓸 수 있습니다.")
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            _check(child, text, depth - 1)


def _value(node: ast.expr, variables: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return variables.get(node.id)
        case ast.List() | ast.Tuple():
            return [_value(each, variables) for each in node.elts]
        case ast.BoolOp():
            is_and, value = isinstance(node.op, ast.And), None
            for each in node.values:
                value = _value(each, variables)
                if bool(value) != is_and:
                    return value
            return value
        case ast.UnaryOp():
            value = _value(node.operand, variables)
            return not value if isinstance(node.op, ast.Not) else -_number(value)
        case ast.BinOp():
            left, right = _number(_value(node.left, variables)), _number(_value(node.right, variables))
            return _COUNT[type(node.op)](left, right)
        case ast.Compare():
            left = _value(node.left, variables)
            for comparison, other in zip(node.ops, node.comparators, strict=True):
                right = _value(other, variables)
                if not _COMPARE[type(comparison)](left, right):
                    return False
                left = right
            return True
    raise TypeError(type(node).__name__)  # _check lets nothing else through


def _number(value: Any) -> int | float:
    # A text times a number would be a way to fill the memory.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return value
