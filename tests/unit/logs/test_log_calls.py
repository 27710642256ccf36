"""Every log call in the tree names a fixed phrase and fields that are on the list: nothing else could be written."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from streams.engine.log_lines import FIELDS

ROOT = Path(__file__).parents[3]
LEVELS = {"debug", "info", "warning", "error", "critical", "exception", "log"}
ARGUMENTS = {"exc_info"}
# The stages of a transaction, each a fixed phrase where it is said.
SAID_ELSEWHERE = {("ledger.py", "what")}


def log_calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name("log" | "logger"), attr=level)) if (
                level in LEVELS
            ):
                yield node


def phrase_of(call: ast.Call) -> ast.expr:
    assert isinstance(call.func, ast.Attribute)
    return call.args[1] if call.func.attr == "log" else call.args[0]


def faults(tree: ast.AST, name: str) -> list[str]:
    found = []
    for call in log_calls(tree):
        phrase = phrase_of(call)
        fixed = isinstance(phrase, ast.Constant) and isinstance(phrase.value, str)
        if not fixed and (name, ast.unparse(phrase)) not in SAID_ELSEWHERE:
            found.append(f"{name}:{call.lineno} no fixed phrase")
        if len(call.args) > 1 + (call.func.attr == "log"):  # type: ignore[attr-defined]
            found.append(f"{name}:{call.lineno} arguments without names")
        fields = {keyword.arg for keyword in call.keywords if keyword.arg is not None} - ARGUMENTS
        found += [f"{name}:{call.lineno} {field}" for field in sorted(fields.difference(FIELDS))]
    return found


CALLING = {
    path: tree
    for package in ("streams", "schemas", "connectors")
    for path in sorted((ROOT / package).rglob("*.py"))
    if any(log_calls(tree := ast.parse(path.read_text("utf-8"))))
}


@pytest.mark.parametrize("path", CALLING, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_log_call_names_a_fixed_phrase_and_fields_that_are_on_the_list(path: Path):
    assert faults(CALLING[path], path.name) == []


def test_there_are_log_calls_to_look_at():
    assert {"desk.py", "work.py", "ledger.py"} <= {path.name for path in CALLING}


@pytest.mark.parametrize(
    "call",
    [
        'log.info(f"desk of {name} opened")',
        'log.info("desk of %s opened", name)',
        'log.info("desk opened", name=name)',
        'log.log(level, "desk opened", name)',
    ],
)
def test_a_call_that_could_write_a_name_is_found(call: str):
    assert faults(ast.parse(call), "made_up.py")


def test_no_module_logs_past_the_list():
    direct: dict[str, Any] = {
        path.name: "getLogger"
        for path in (ROOT / "streams").rglob("*.py")
        if "logging.getLogger" in path.read_text("utf-8")
    }

    # Faust is given loggers of its own for what it says of its services; the rest is how logging is set up.
    assert direct.keys() <= {"logs.py", "transport.py", "reader.py", "app.py"}
