"""Lines over time as an SVG, so that a small plot needs no library."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Final, NamedTuple

WIDTH: Final = 720
PANEL: Final = 190
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 34, 26
_INK: Final = "#444"
_STYLE: Final = 'font-family="sans-serif" font-size="11"'


class Line(NamedTuple):
    name: str
    colour: str
    values: Sequence[float]
    dashed: bool = False


class Panel(NamedTuple):
    title: str
    lines: tuple[Line, ...]


def drawn(panels: Sequence[Panel], ticks: Sequence[tuple[int, str]]) -> str:
    """The panels one under another; `ticks` are positions along the values with what stands under them."""
    height = PANEL * len(panels)
    body = [part for number, panel in enumerate(panels) for part in _panel(panel, number * PANEL, ticks)]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" {_STYLE}>',
            f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
            *body,
            "</svg>\n",
        )
    )


def _panel(panel: Panel, top: int, ticks: Sequence[tuple[int, str]]) -> Iterable[str]:
    highest = _round_above(max((value for line in panel.lines for value in line.values), default=1))
    last = max(1, max(len(line.values) for line in panel.lines) - 1)
    floor, scale = top + PANEL - BOTTOM, (PANEL - TOP - BOTTOM) / highest
    across = (WIDTH - LEFT - RIGHT) / last
    yield f'<text x="{LEFT}" y="{top + 14}" fill="{_INK}" font-weight="bold">{panel.title}</text>'
    for part in range(5):
        value = highest * part / 4
        y = floor - value * scale
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="{_INK}">{value:g}</text>'
    for position, said in ticks:
        yield f'<text x="{LEFT + position * across:.1f}" y="{floor + 16}" fill="{_INK}">{said}</text>'
    for number, line in enumerate(panel.lines):
        points = " ".join(
            f"{LEFT + position * across:.1f},{floor - value * scale:.1f}"
            for position, value in enumerate(line.values)
        )
        dashes = ' stroke-dasharray="5 4"' if line.dashed else ""
        yield f'<polyline points="{points}" fill="none" stroke="{line.colour}" stroke-width="1.6"{dashes}/>'
        x = LEFT + 4 + number * 210
        yield f'<text x="{x}" y="{top + 28}" fill="{line.colour}">{line.name}</text>'


def _round_above(value: float) -> float:
    """A number above it that four lines divide nicely."""
    return next(nice for power in count() for times in (4, 8, 12, 20) if (nice := times * 10**power) >= value)
