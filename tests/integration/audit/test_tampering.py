"""X7: whatever is done to a chain, `asb audit verify` finds it, says where, and its exit status is 7.

On copies of what a real worker wrote, on a real Kafka. The other force's chain is left alone, and found whole.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from streams.audit.findings import Wrong
from streams.cli.exit_codes import ExitCode
from streams.rules.audit.chain import hash_of
from tests.integration.audit.copies import Copy, Kept, altered, kept, link, rewritten, written
from tests.integration.rejections.running import HERE, NEXT_DOOR, Running

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(120)]

Records = list[bytes]
Write = Callable[[Kept], Copy]
AT = 20
"""The number of the record that is tampered with."""


@pytest.fixture(scope="module")
def held(audited: Running) -> dict[str, Kept]:
    """What stands of both forces."""
    found = kept(audited)
    assert all(len(each.records) > AT + 10 for each in found.values())
    return found


@pytest.fixture
def write(kafka: str, held: dict[str, Kept], audited: Running) -> Write:
    """Write a copy in which one force's audit is this, and the other's as it was."""
    return lambda tampered: written(kafka, Path(audited.log).parent, {**held, HERE: tampered})


def removed(records: Records) -> None:
    del records[AT - 1]


def changed(records: Records) -> None:
    records[AT - 1] = altered(records[AT - 1])


def changed_at_the_end(records: Records) -> None:
    records[-1] = altered(records[-1])


def reordered(records: Records) -> None:
    records[AT - 2], records[AT - 1] = records[AT - 1], records[AT - 2]


def inserted(records: Records) -> None:
    records.insert(AT, altered(records[AT - 1]))


def garbage(records: Records) -> None:
    records.insert(AT, b"not of ours")


def doubled(records: Records) -> None:
    records.insert(AT + 3, records[AT - 1])


def cut_off(records: Records) -> None:
    del records[-3:]


def forked(records: Records) -> None:
    """Another worker goes on from the same record, as one might that did not know that it was replaced."""
    first = altered(records[AT - 1])
    records[AT + 1 : AT + 1] = [first, altered(records[AT], hash_of(first))]


TAMPERED = [
    (removed, Wrong.REMOVED, AT),
    (changed, Wrong.CHANGED, AT),
    (changed_at_the_end, Wrong.CHANGED, None),
    (reordered, Wrong.REORDERED, AT),
    (inserted, Wrong.INSERTED, AT),
    (garbage, Wrong.INSERTED, 0),
    (doubled, Wrong.INSERTED, AT),
    (cut_off, Wrong.CUT, None),
    (forked, Wrong.FORK, AT),
]


@pytest.mark.parametrize(
    ("tamper", "wrong", "number"), TAMPERED, ids=[tamper.__name__ for tamper, _, _ in TAMPERED]
)
def test_x7_it_is_found_and_said_where(
    write: Write,
    held: dict[str, Kept],
    tamper: Callable[[Records], None],
    wrong: Wrong,
    number: int | None,
):
    records = list(held[HERE].records)
    tamper(records)
    copy = write(held[HERE]._replace(records=tuple(records)))

    told, said = copy.asb("audit", "verify", "--json"), copy.asb("audit", "verify")

    last = len(held[HERE].records)
    expected = {Wrong.CUT: last - 2, Wrong.CHANGED: last}[wrong] if number is None else number
    here, next_door = told.json()
    assert [(each["wrong"], each["first"]) for each in here["findings"]] == [(wrong, expected)]
    assert (next_door["force"], next_door["findings"]) == (NEXT_DOOR, [])
    assert (told.status, said.status) == (ExitCode.NOT_AS_WRITTEN, ExitCode.NOT_AS_WRITTEN)
    assert f"{HERE}: {wrong}: {here['findings'][0]['sentence']}." in said.out
    assert f"{NEXT_DOOR}: as it was written." in said.out


def test_x7_a_copy_that_nobody_tampered_with_is_as_it_was_written(write: Write, held: dict[str, Kept]):
    copy = write(held[HERE])

    told = copy.asb("audit", "verify", "--json")

    assert told.status == ExitCode.SUCCESS, told.out
    assert [(each["from"], each["to"], each["findings"]) for each in told.json()] == [
        (1, len(held[force].records), []) for force in (HERE, NEXT_DOOR)
    ]
    assert min(each["checkpoints"] for each in told.json()) >= 3


def test_x7_what_went_in_its_time_is_no_finding_and_what_went_before_it_is(
    write: Write, held: dict[str, Kept], tmp_path: Path
):
    copy = write(held[HERE])
    a_month = tmp_path / "retention.yaml"
    a_month.write_text("asb.audit.v1: {days: 30}\n", "utf-8")
    copy.lose_before(AT)

    in_time = copy.asb("audit", "verify", "--force", HERE, "--retention", str(a_month), "--json")
    early = copy.asb("audit", "verify", "--force", HERE, "--json")

    assert in_time.status == ExitCode.SUCCESS, in_time.out
    [found] = in_time.json()
    assert (found["from"], found["to"]) == (AT + 1, len(held[HERE].records))
    assert early.status == ExitCode.NOT_AS_WRITTEN
    [[finding]] = [each["findings"] for each in early.json()]
    assert (finding["wrong"], finding["first"], finding["last"]) == (Wrong.EARLY, 1, AT)


def test_x7_a_chain_rewritten_with_its_rows_is_found_by_a_head_that_was_kept_elsewhere(
    write: Write, held: dict[str, Kept], audited: Running
):
    honest = write(held[HERE])
    [elsewhere] = honest.asb("audit", "head", "--force", HERE).out.split()[1:]
    false = write(rewritten(held[HERE], AT))

    alone = false.asb("audit", "verify", "--force", HERE)
    with_it = false.asb("audit", "verify", "--force", HERE, "--known", elsewhere, "--json")

    assert alone.status == ExitCode.SUCCESS, alone.out
    assert with_it.status == ExitCode.NOT_AS_WRITTEN
    [[finding]] = [each["findings"] for each in with_it.json()]
    last = len(held[HERE].records)
    assert (finding["wrong"], finding["first"]) == (Wrong.CHANGED, last)
    assert honest.asb("audit", "verify", "--force", HERE, "--known", elsewhere).status == ExitCode.SUCCESS


def test_x7_a_chain_rewritten_without_its_checkpoints_is_found_by_them(write: Write, held: dict[str, Kept]):
    false = rewritten(held[HERE], 2)
    rows = {key: row if b"|audit|" in key else held[HERE].rows[key] for key, row in false.rows.items()}

    told = write(false._replace(rows=rows)).asb("audit", "verify", "--force", HERE, "--json")

    assert told.status == ExitCode.NOT_AS_WRITTEN
    [found] = told.json()
    assert {each["wrong"] for each in found["findings"]} == {Wrong.CHANGED}
    assert all("checkpoint" in each["sentence"] for each in found["findings"])


def test_x7_the_copies_are_of_what_the_worker_wrote(held: dict[str, Kept]):
    records = held[HERE].records

    assert [link(each)["number"] for each in records] == list(range(1, len(records) + 1))
    assert [link(each)["previous"] for each in records] == ["", *map(hash_of, records[:-1])]
