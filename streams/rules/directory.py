"""Who holds a beat's posts, and since when? (R8, R15)

Pure. What is named of a beat counts from a London date until the next date that somebody is named from. Whoever is
told of something is found here at that moment; where nobody is named, the force's fallback stands in.

Reads: DirectoryUpdated. Keeps: DirectoryRow.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

import msgspec

from schemas.incoming import DirectoryUpdated
from schemas.outgoing import Addressee
from schemas.rows import DirectoryRow, PostsKept, Rank
from schemas.words import Post
from streams.rules import notice
from streams.rules.ladder import london_day
from streams.rules.ledger import Ledger
from streams.rules.link import id_of
from streams.rules.risk_history import recorded_at

# Under which the fallback is kept.
_FALLBACK: Final = ""
# The index buckets of every beat of a force, and of the alarms that nobody is named for one; sorted by beat.
BEATS: Final = "directory"
ALARMS: Final = "not-in-directory"
# Who is told of high risk in their area.
_OF_A_BEAT: Final = (Post.SERGEANT, Post.INSPECTOR)


def take(ledger: Ledger, told: DirectoryUpdated, rank: Rank) -> None:
    """Put who is named into the slot of its beat and date; touches the cases that an alarm stands for, and what
    is addressed to whoever is named."""
    row = ledger.directory(told.beat or _FALLBACK) or DirectoryRow(told.beat or _FALLBACK)
    slots = {posts.effective_from: posts for posts in row.posts}
    standing = slots.get(told.effective_from)
    if standing is not None and rank <= standing.rank:
        return
    slots[told.effective_from] = PostsKept(
        told.effective_from,
        rank,
        sergeant=told.sergeant,
        inspector=told.inspector,
        chief_inspector=told.chief_inspector,
        district=told.district,
    )
    ledger.put_directory(msgspec.structs.replace(row, posts=tuple(slots[day] for day in sorted(slots))))
    _touch_alarmed(ledger, told.beat)
    notice.touch_of_beat(ledger, told.beat)


def _touch_alarmed(ledger: Ledger, beat: str | None) -> None:
    """The cases of which somebody is to be told who was not named before; a fallback is for all of them."""
    for told_of, key in list(ledger.rows.members(ALARMS)):
        alarm = ledger.notice(id_of(key))
        if alarm is not None and beat in (None, told_of):
            ledger.touched_cases[alarm.case_id] = None


def posts_on(ledger: Ledger, beat: str | None, day: date) -> PostsKept | None:
    """Who holds the posts of a beat on a day in London, or with no beat stands in; None: nobody is named."""
    row = ledger.directory(beat or _FALLBACK)
    return next((one for one in reversed(row.posts) if one.effective_from <= day), None) if row else None


def told_of(ledger: Ledger, beat: str | None, since: datetime) -> tuple[Addressee, ...]:
    """The sergeant and the inspector of a beat at this moment, to know of what began there and still stands (R8).

    The fallback where nobody is named.
    """
    named = _named(ledger, beat, since) if beat else ()
    if not named:
        return fallback(ledger, since)
    now = posts_on(ledger, beat, max(london_day(ledger.cause.at), named[0].effective_from)) or named[0]
    return tuple(Addressee(post=post, officer=holder(now, post)) for post in _OF_A_BEAT)


def fallback(ledger: Ledger, since: datetime) -> tuple[Addressee, ...]:
    """Who stands in for what began on no beat, or on one of which nobody is named."""
    named = _named(ledger, None, since)
    officers = dict.fromkeys(holder(named[-1], post) for post in _OF_A_BEAT) if named else (None,)
    return tuple(Addressee(post=Post.FALLBACK, officer=officer) for officer in officers)


def held_on(ledger: Ledger, beats: Iterable[str | None], since: datetime) -> tuple[str, ...]:
    """Who held the posts of beats on the day that something began, as far as it is known by now."""
    posts = (posts_on(ledger, beat, london_day(since)) for beat in beats if beat)
    return tuple(holder(one, post) or "" for one in posts if one is not None for post in _OF_A_BEAT)


def district_of(ledger: Ledger, beat: str | None) -> str | None:
    """The district of a beat at this moment, as far as the directory has it."""
    posts = posts_on(ledger, beat, london_day(ledger.cause.at)) if beat else None
    return posts.district if posts is not None else None


def is_named(ledger: Ledger, beat: str | None, since: datetime) -> bool:
    """Whether anybody is named of a beat, or with none as fallback, to know of what began at a moment."""
    return bool(_named(ledger, beat, since))


def addressee(
    ledger: Ledger, post: Post, beat: str | None, at: datetime, lead_officer: str | None = None
) -> Addressee:
    """Whom a post of a case stands for at a moment: who is told, and as what.

    No lead officer: the beat's sergeant; no beat, or nobody named for it: the fallback (R15). While nobody is named
    as that either, the post stands for itself.
    """
    if post is Post.LEAD_OFFICER:
        if lead_officer:
            return Addressee(post=post, officer=lead_officer)
        post = Post.SERGEANT
    if post is Post.SENTINEL_ADMINISTRATOR:
        return Addressee(post=post, officer=None)
    day = london_day(at)
    posts = posts_on(ledger, beat, day) if beat else None
    officer = holder(posts, post) if posts is not None else None
    if officer is not None:
        return Addressee(post=post, officer=officer)
    stand_in = posts_on(ledger, None, day)
    if stand_in is not None:
        return Addressee(post=Post.FALLBACK, officer=holder(stand_in, post) or stand_in.inspector)
    return Addressee(post=post if beat else Post.FALLBACK, officer=None)


def holder(posts: PostsKept, post: Post) -> str | None:
    """The officer who holds a post; None: nobody is named, or it is no post of a beat."""
    match post:
        case Post.SERGEANT:
            return posts.sergeant
        case Post.INSPECTOR:
            return posts.inspector
        case Post.CHIEF_INSPECTOR:
            return posts.chief_inspector
        case _:
            return None


def _named(ledger: Ledger, beat: str | None, since: datetime) -> tuple[PostsKept, ...]:
    """Of who is named those who count for what began at a moment: named from that day, or from when they were named.

    So it follows from what was recorded, whatever order it came in, and not from when somebody looks.
    """
    row = ledger.directory(beat or _FALLBACK)
    began = london_day(since)
    counted = (one for one in row.posts if one.effective_from <= max(began, _named_on(one))) if row else ()
    return tuple(counted)


def _named_on(posts: PostsKept) -> date:
    return london_day(recorded_at(posts.rank))
