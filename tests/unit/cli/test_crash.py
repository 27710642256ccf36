"""A command that fails by a fault of ours names its kind and its lines, and nothing that anybody wrote."""

import subprocess
import sys

NAME = "Ann Example"
CRASHES = f"""
import streams.__main__ as program

def command(prog_name):
    raise ValueError("{NAME} cannot be read")

program.asb = command
program.main()
"""


def test_what_the_error_says_is_not_shown_and_where_it_was_raised_is():
    ended = subprocess.run([sys.executable, "-c", CRASHES], capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("Error: this is a fault of ours, not yours: ValueError at ")
    assert ended.stderr.splitlines()[-1].endswith(" command")
    assert NAME not in ended.stderr
    assert "Traceback" not in ended.stderr
