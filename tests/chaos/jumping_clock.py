"""A clock of a worker's machine that can be made to jump while it runs."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from streams.engine.brokertime import Moment

FILE = "clock_ahead"


def clock(folder: Path, ahead: int = 0) -> Callable[[], Moment]:
    """Ahead by so many seconds, and by as many more as a file in the folder says at the time."""

    def now() -> Moment:
        moment = Moment.now()
        return moment._replace(wall=moment.wall + timedelta(seconds=ahead + _jumped(folder)))

    return now


def let_jump(folder: Path, seconds: int) -> None:
    folder.mkdir(exist_ok=True)
    part = folder / f"{FILE}.part"
    part.write_text(str(seconds), encoding="utf-8")
    part.replace(folder / FILE)


def _jumped(folder: Path) -> int:
    try:
        return int((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return 0
