"""The secret scan of `make lint`: it finds what must not be committed, and what is excused hides nothing else."""

import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# This file is looked at too: in parts, or excused on its line.
PLANTED = {
    "Private Key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "Secret Keyword": "sasl_plain_password = " + '"Tr0ub4dor-and-3"',
    "GitHub Token": "token: ghs" + "_Ab3dEf6hIjKl" + "MnOpQrStUvWxYz0123456789",
    "Basic Auth Credentials": "broker: kafka" + "://worker:Tr0ub4dor" + "@broker-1:9093",
    "Hex High Entropy String": '"token": ' + '"5621b6e89794257d5315236901cab8f3"',  # pragma: allowlist secret
}
EXCUSED = [
    f'"sha256": "{sha256().hexdigest()}",',
    "def test_x11_what_weig" + "hs_more_than_its_share_is_taken_for_certain():",
]


def look_at(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "setup" / "find-secrets.sh", file], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("kind", PLANTED)
def test_a_secret_in_a_file_is_found_and_not_printed(kind: str, tmp_path: Path):
    file = tmp_path / "settings.py"
    file.write_text("\n".join([*EXCUSED, PLANTED[kind]]), "utf-8")

    said = look_at(file)

    assert said.returncode == 1
    assert f"Secret Type: {kind}" in said.stdout
    assert f"{file}:3" in said.stdout
    assert PLANTED[kind][-12:] not in said.stdout + said.stderr


def test_sums_and_names_of_tests_are_no_secrets(tmp_path: Path):
    file = tmp_path / "settings.py"
    file.write_text("\n".join(EXCUSED), "utf-8")

    said = look_at(file)

    assert (said.returncode, said.stdout) == (0, "")
