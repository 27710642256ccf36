"""The installation's secret: kept, never silently replaced, readable by its owner only."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from streams import settings
from streams.settings import BadSettings, builtin_policies, installation_secret, web_token


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_without_a_file_a_secret_is_made_once_and_kept():
    first, second = installation_secret(None), installation_secret(None)

    assert first == second
    assert len(first) >= 32


def test_the_secret_made_is_its_owners_alone():
    installation_secret(None)

    assert stat.S_IMODE(settings.SECRET_FILE.stat().st_mode) == 0o600
    assert [path.name for path in settings.SECRET_FILE.parent.iterdir()] == ["secret"]


def test_workers_that_start_at_the_same_time_have_the_same_secret():
    with ThreadPoolExecutor(8) as workers:
        found = set(workers.map(lambda _: installation_secret(None), range(8)))

    assert len(found) == 1


@pytest.mark.parametrize(("length", "usable"), [(31, False), (32, True), (33, True)])
def test_a_named_secret_has_a_least_length(tmp_path, length, usable):
    file = tmp_path / "secret"
    file.write_bytes(b"x" * length + b"\n")

    if usable:
        assert installation_secret(file) == b"x" * length
    else:
        with pytest.raises(BadSettings, match=r"secret .*/secret is too short: at least 32 bytes"):
            installation_secret(file)


def test_a_named_secret_that_is_missing_is_never_replaced(tmp_path):
    file = tmp_path / "secret"

    with pytest.raises(BadSettings, match="cannot read the secret"):
        installation_secret(file)

    assert not file.exists()


def test_where_no_secret_can_be_made_it_is_said_what_to_do(tmp_path):
    (tmp_path / ".asb").write_text("in the way")

    with pytest.raises(BadSettings, match="--secret-file"):
        installation_secret(None)


def test_a_folder_of_policies_that_lacks_a_file_is_named(tmp_path):
    with pytest.raises(BadSettings, match=r"codes\.yaml"):
        builtin_policies(tmp_path)


def test_without_a_folder_the_policies_that_came_with_the_program_count():
    assert [policy.document["name"] for policy in builtin_policies(None)] == [
        "first-incident-stays",
        "victor-e",
    ]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", None])
def test_pages_on_loopback_or_none_at_all_need_no_token(host):
    assert web_token(None, host) == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "asb.example"])
def test_pages_that_others_reach_need_a_token(host):
    with pytest.raises(BadSettings, match="name a --web-token-file"):
        web_token(None, host)


def test_a_token_is_read_from_its_file_and_a_short_one_is_refused(tmp_path):
    file = tmp_path / "token"
    file.write_text("t" * 24 + "\n", "utf-8")
    assert web_token(file, "0.0.0.0") == "t" * 24

    file.write_text("guess", "utf-8")
    with pytest.raises(BadSettings, match="is too short") as refused:
        web_token(file, "0.0.0.0")

    assert "guess" not in str(refused.value)
