"""What the exit status of every `asb` command means: the one place."""

from enum import IntEnum


class ExitCode(IntEnum):
    """A status and, for the help text, what it says."""

    meaning: str

    def __new__(cls, status: int, meaning: str) -> "ExitCode":
        member = int.__new__(cls, status)
        member._value_ = status
        member.meaning = meaning
        return member

    SUCCESS = 0, "done as asked"
    NOT_MET = 1, "the request could not be met, or a check failed; the message says why"
    USAGE = 2, "the command line is wrong"
    NO_HEALTHY_DESK = 3, "the worker stopped: no healthy desk is left"
    NO_BROKER = 4, "no Kafka answers"
    NEVER_CONNECTED = 5, "the worker never reached a Kafka within --wait"
    STALLED = 6, "the worker was stuck and left, to be started again"
    NOT_AS_WRITTEN = 7, "the audit is not as it was written; the message says where"


def exit_code_help() -> str:
    """The table as the help text shows it."""
    return "\n".join(f"  {code.value}  {code.meaning}" for code in ExitCode)
