"""Who is responsible for a beat, and since when (R8)."""

from datetime import date

from schemas.rows.parts import Rank, Row


class PostsKept(Row, frozen=True):
    """Who held a beat's posts from a London date on."""

    effective_from: date
    rank: Rank
    sergeant: str
    inspector: str
    chief_inspector: str | None = None
    district: str | None = None


class DirectoryRow(Row, frozen=True):
    """One beat, or with none the fallback: everybody who was named, by date."""

    beat: str
    posts: tuple[PostsKept, ...] = ()
