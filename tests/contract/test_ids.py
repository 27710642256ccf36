"""Ids are part of the contract: readers keep them, so they may never change (design: Fixed points)."""

from schemas import ids


def test_the_namespace_is_fixed_for_ever():
    assert str(ids.NAMESPACE) == "6f4dd9be-3f1b-5d0c-9d0a-6b1f5f0c8e11"


def test_known_ids_stay_what_they_are():
    assert ids.event_id("cause", "tag", "S-1") == "8e18f865-fdaa-5fa1-a022-0759f192424d"
    assert ids.event_id("cause", "tag", "S-1", 1) == "da2b6758-9741-52d2-aebb-04fe7987350e"
    assert ids.opened_case_id("E23000099", "S-1") == "bffd7c48-d21a-528e-af7b-b1589ecd5b49"
    assert ids.adopted_case_id("E23000099", "SEN-1") == "fdd2c7de-3474-5454-a765-bf2f82d5ee40"
    assert (
        ids.obligation_id("E23000099", "officer-decision", "S-1", 1) == "52d70de5-0355-505c-b85d-1883595ba493"
    )


def test_every_part_of_the_name_tells_ids_apart():
    names = [
        ("c", "r", "s", 0),
        ("d", "r", "s", 0),
        ("c", "q", "s", 0),
        ("c", "r", "t", 0),
        ("c", "r", "s", 1),
    ]

    assert len({ids.event_id(*name) for name in names}) == len(names)


def test_a_case_we_open_never_has_the_id_of_one_that_began_in_sentinel():
    assert ids.opened_case_id("E23000099", "1") != ids.adopted_case_id("E23000099", "1")
