"""Every Kafka client is let in by the same settings, those of `connectors/broker.py`; no password is an argument."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from streams.cli import asb

ROOT = Path(__file__).parents[2]
HOME = ROOT / "connectors" / "broker.py"
MODULES = sorted(path for folder in ("streams", "connectors") for path in (ROOT / folder).rglob("*.py"))
LIBRARIES = {"kafka", "aiokafka", "confluent_kafka"}
CLIENT = re.compile(r"(Producer|Consumer|AdminClient)$")
SECURITY = re.compile(r"^(sasl_|ssl_|security_protocol$)")
# What hands the settings on, and under which name.
HANDED_ON = {"EngineSettings": "security", "Recorded": "client", "require_broker": "client_options"}
FIELDS = {"settings.security", "self._settings.security", "self._client"}


def clients_let_in_otherwise(source: str) -> list[str]:
    """Calls in the source that make a client, or what hands the settings on, with settings from elsewhere."""
    tree = ast.parse(source)
    makers = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LIBRARIES
        for name in node.names
        if CLIENT.search(name.name)
    }
    found = []
    for function in (
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            name = ast.unparse(call.func)
            if name in makers and not any(_from_home(given, function) for given in _spread(call)):
                found.append(ast.unparse(call))
            if name in HANDED_ON and not any(
                _from_home(given, function) for given in _given(call, HANDED_ON[name])
            ):
                found.append(ast.unparse(call))
    return found


def _spread(call: ast.Call) -> Iterator[ast.expr]:
    return (keyword.value for keyword in call.keywords if keyword.arg is None)


def _given(call: ast.Call, name: str) -> Iterator[ast.expr]:
    yield from (keyword.value for keyword in call.keywords if keyword.arg == name)
    yield from call.args[2:3]


def _from_home(given: ast.expr, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it is what `client_options` returns, by itself or under a name that the function gave it."""
    told = ast.unparse(given)
    if told in FIELDS:
        return True
    named = [
        ast.unparse(node.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == [told]
    ]
    return any("client_options" in text for text in [told, *named])


def security_words(source: str) -> set[str]:
    """Names of a client's security settings, as keywords or as whole strings."""
    nodes = list(ast.walk(ast.parse(source)))
    words = {node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg}
    words |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {word for word in words if SECURITY.match(word) and " " not in word}


def test_every_module_gives_its_clients_the_one_set_of_settings():
    wrong = {
        str(module.relative_to(ROOT)): found
        for module in MODULES
        if (found := clients_let_in_otherwise(module.read_text("utf-8")))
    }

    assert wrong == {}


def test_one_module_alone_names_the_security_settings_of_a_client():
    named = {module for module in MODULES if security_words(module.read_text("utf-8"))}

    assert named == {HOME}


def test_producers_consumers_and_administration_of_both_libraries_are_looked_at():
    everything = "\n".join(module.read_text("utf-8") for module in MODULES)

    made = set(re.findall(r"\b((?:AIO)?Kafka(?:Producer|Consumer|AdminClient))\(", everything))

    assert made == {
        *("KafkaProducer", "KafkaConsumer", "KafkaAdminClient"),
        *("AIOKafkaProducer", "AIOKafkaConsumer", "AIOKafkaAdminClient"),
    }


@pytest.mark.parametrize(
    "line",
    [
        "KafkaConsumer(bootstrap_servers=address)",
        "KafkaConsumer(**options)",
        "Recorded(address, 0)",
        "Recorded(address, 0, None)",
        "EngineSettings(bootstrap=address)",
        "require_broker(address, 3.0)",
    ],
)
def test_a_client_that_is_let_in_otherwise_is_found(line: str):
    source = f"from kafka import KafkaConsumer\ndef read(broker, options):\n    return {line}\n"

    assert clients_let_in_otherwise(source) == [line]


def test_a_security_setting_of_a_client_is_found_wherever_it_stands():
    source = "KafkaProducer(security_protocol='SSL')\noptions['sasl_plain_password'] = password\n"

    assert security_words(source) == {"security_protocol", "sasl_plain_password"}


def test_no_command_takes_a_secret_itself_but_the_name_of_its_file():
    secretive = re.compile(r"password|secret|token|credential|passphrase")

    wrong = [
        f"{words} {option.name}"
        for words, command in _commands(asb, click.Context(asb), "asb")
        for option in command.params
        if secretive.search(option.name or "") and not isinstance(option.type, click.Path)
    ]

    assert wrong == []


def _commands(
    command: click.Command, context: click.Context, words: str
) -> Iterator[tuple[str, click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _commands(inner, context, f"{words} {name}")
