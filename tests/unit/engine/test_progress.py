"""A desk that has something to read and does not move is stalled; one that has read all is not."""

import pytest

from streams.engine.progress import Progress
from streams.engine.settings import EngineSettings
from tests.unit.engine.test_intake import IN, OTHER, Shelf, opened


@pytest.mark.parametrize(("ends", "stalled"), [(0, False), (5, True)])
def test_a_desk_stalls_only_while_there_is_something_to_read(ends, stalled):
    progress, intake = Progress(EngineSettings(stalled_after=0.0), 0), opened(Shelf())

    progress.look({IN: ends, OTHER: 0}, intake)
    progress.look({IN: ends, OTHER: 0}, intake)

    assert progress.is_stalled is stalled
    assert progress.lag == ends


def test_a_desk_that_moves_is_not_stalled():
    progress, intake = Progress(EngineSettings(stalled_after=60.0), 0), opened(Shelf())

    progress.look({IN: 5, OTHER: 0}, intake)
    intake.handled({"in": 3})
    progress.look({IN: 9, OTHER: 0}, intake)

    assert not progress.is_stalled
    assert progress.lag == 6
