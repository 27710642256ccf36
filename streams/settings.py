"""The installation's secret and policies: what a worker and a replay read from files before they start."""

import os
import secrets
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from streams.policies.bundle import PolicyDocument, PolicyError, load_bundle

SECRET_FILE: Final = Path(".asb/secret")
_SECRET_BYTES: Final = 32
_TOKEN_LENGTH: Final = 24


class BadSettings(Exception):
    """A file that was named cannot be used; the message says which and what to do."""


def installation_secret(file: Path | None) -> bytes:
    """The key of the hashes that stand for phone numbers and names with birth dates (design: Personal keys).

    Without `file` the one in `.asb/secret` is used, and made on first use. Raises BadSettings when a named file
    is missing or too short: a new secret would break every link to what was seen before.
    """
    if file is None:
        return _own_secret(SECRET_FILE)
    try:
        found = file.read_bytes().strip()
    except OSError as error:
        msg = f"cannot read the secret {file}: {error.strerror}"
        raise BadSettings(msg) from error
    if len(found) < _SECRET_BYTES:
        msg = f"the secret {file} is too short: at least {_SECRET_BYTES} bytes are needed"
        raise BadSettings(msg)
    return found


def web_token(file: Path | None, host: str | None) -> str:
    """What who asks for a worker's pages must bring; empty: they are on loopback and open, or there are none.

    `host` is the address of the pages. Raises BadSettings when they would be open to others, and for a file that
    cannot be used.
    """
    if file is None:
        if host is None or _is_loopback(host):
            return ""
        msg = f"pages on {host} are for whoever reaches it: name a --web-token-file, or leave --web-host on loopback"
        raise BadSettings(msg)
    try:
        found = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read the token {file}: {getattr(error, 'strerror', None) or 'it is no text'}"
        raise BadSettings(msg) from error
    if len(found) < _TOKEN_LENGTH:
        msg = f"the token {file} is too short: at least {_TOKEN_LENGTH} characters are needed"
        raise BadSettings(msg)
    return found


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _own_secret(file: Path) -> bytes:
    if not file.exists():
        _make_secret(file)
    return installation_secret(file)


def _make_secret(file: Path) -> None:
    """Write a new secret whole under its name, or leave the one that another worker has just made."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, prefix=file.name) as draft:  # only its owner may read it
            draft.write(secrets.token_hex(_SECRET_BYTES).encode())
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, file)
    except OSError as error:
        msg = f"cannot make the secret {file}: {error.strerror}; name one with --secret-file"
        raise BadSettings(msg) from error


def builtin_policies(folder: Path | None) -> tuple[PolicyDocument, ...]:
    """The policies that a force records as its first: of the folder, else those that came with the program.

    Raises BadSettings naming the file and the path in it that is wrong.
    """
    try:
        return load_bundle(folder)
    except PolicyError as error:
        raise BadSettings(str(error)) from error
