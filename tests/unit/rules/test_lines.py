"""The log of an incident: lines told twice, late and out of order are one text (design: Lines; R3)."""

from hypothesis import given
from hypothesis import strategies as st

from schemas.rows import LineKept
from schemas.words import LineCategory, ThriveLetter
from streams.rules import lines
from tests.given.messages import at, line

RANK_1, RANK_2 = (1, "2026-06-01T09:00:00Z", "a"), (2, "2026-06-01T10:00:00Z", "b")


def kept(seq: int, text: str, rank=RANK_1, **changes) -> LineKept:
    return lines.kept(line(text, seq, **changes), rank)


def thrive(seq: int, text: str, rank=RANK_1, letter=ThriveLetter.VULNERABILITY) -> LineKept:
    return kept(seq, text, rank, category=LineCategory.THRIVE, thrive_letter=letter)


def texts(merged) -> list[str]:
    return [each.text for each in merged]


# Few values, so that they meet: the same line told again, corrected, and in one message with itself.
any_line = st.builds(
    LineKept,
    seq=st.integers(0, 3),
    at=st.just(at(0)),
    category=st.sampled_from([LineCategory.REMARKS, LineCategory.THRIVE]),
    text=st.sampled_from(["a", "b"]),
    rank=st.sampled_from([RANK_1, RANK_2]),
    thrive=st.sampled_from([None, ThriveLetter.RISK, ThriveLetter.VULNERABILITY]),
)


@given(st.lists(any_line, max_size=8), st.randoms(use_true_random=False))
def test_what_is_known_does_not_depend_on_the_order_in_which_it_came(told, random):
    shuffled = random.sample(told, len(told))
    at_once = lines.merge((), told)

    one_by_one: tuple[LineKept, ...] = ()
    for each in shuffled:
        one_by_one = lines.merge(one_by_one, (each,))

    assert one_by_one == at_once


@given(st.lists(any_line, max_size=8))
def test_lines_told_again_change_nothing(told):
    once = lines.merge((), told)

    assert lines.merge(once, told) == once
    assert lines.merge(once, once) == once


def test_lines_stand_in_the_order_of_their_numbers():
    assert texts(lines.merge((), [kept(3, "c"), kept(1, "a"), kept(2, "b")])) == ["a", "b", "c"]


def test_of_two_contents_of_one_line_the_higher_revision_stands():
    told = [kept(1, "as corrected", RANK_2), kept(1, "as first written", RANK_1)]

    assert texts(lines.merge((), told)) == ["as corrected"]
    assert texts(lines.merge((), reversed(told))) == ["as corrected"]


def test_every_version_of_a_thrive_line_is_kept():
    merged = lines.merge([thrive(1, "none known")], [thrive(1, "lives alone", RANK_2)])

    assert texts(merged) == ["none known", "lives alone"]


def test_a_thrive_line_told_again_is_kept_once():
    merged = lines.merge([thrive(1, "lives alone")], [thrive(1, "lives alone", RANK_2)])

    assert [(each.text, each.rank) for each in merged] == [("lives alone", RANK_2)]


def test_who_wrote_a_line_and_what_it_answers_are_kept():
    told = line("Yes", 2, author="CH1", category=LineCategory.ANSWER, question_seq=1, auto_answered=True)

    found = lines.kept(told, RANK_1)

    assert (found.author, found.question_seq, found.auto_answered) == ("CH1", 1, True)


@given(st.lists(any_line, max_size=8))
def test_a_log_is_unpacked_as_it_was_packed(told):
    merged = lines.merge((), told)

    assert lines.unpack(lines.pack(merged)) == merged


def test_a_log_without_lines_takes_no_room():
    assert lines.pack(()) == b""
    assert lines.unpack(b"") == ()
