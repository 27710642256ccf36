"""X10: nobody in the city is anybody, and nobody is two people."""

from datetime import UTC, datetime, timedelta

from connectors.city.people import FAMILY, GIVEN, PHONE_REST, PhoneBook, new_resident, phone_number
from connectors.city.situations import NOT_ASB_FROM

AT = datetime(2025, 6, 2, tzinfo=UTC)


def test_nobody_shares_a_name_and_a_birth_date():
    people = [new_resident(situation, serial, None) for situation in (1, 2) for serial in range(20_000)]

    assert len({(one.name, one.date_of_birth) for one in people}) == len(people)


def test_every_name_of_the_lists_is_used():
    names = {new_resident(3, serial, None).name for serial in range(len(GIVEN) * len(FAMILY))}

    assert len(names) == len(GIVEN) * len(FAMILY)


def test_there_are_two_thousand_drama_numbers():
    numbers = [phone_number(index) for index in range(2_000)]

    assert len(set(numbers)) == 2_000
    assert (numbers[0], numbers[999], numbers[1_000]) == ("0116 496 0000", "0116 496 0999", "07700 900000")


def test_situations_do_not_share_telephone_numbers():
    books = [PhoneBook(number, shared=False) for number in range(1, NOT_ASB_FROM - 10)]

    given = [book.number(serial, AT, AT) for book in books for serial in range(40)]

    assert None not in given
    assert len(set(given)) == len(given)


def test_a_number_rests_before_somebody_else_has_it():
    book = PhoneBook(1, shared=False)
    first = [book.number(serial, AT, AT) for serial in range(40)]

    in_use = book.number(40, AT + PHONE_REST - timedelta(seconds=1), AT)
    rested = book.number(40, AT + PHONE_REST, AT)

    assert in_use is None
    assert rested == first[0]
