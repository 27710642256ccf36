"""The page on referrals against the packs that it shows (R20)."""

from pathlib import Path

from streams.policies.bundle import compiled, load_bundle
from streams.policies.partners import PartnerPack

PAGE = Path(__file__).parents[2] / "docs" / "referrals.md"


def row_of(pack: PartnerPack) -> str:
    cells = (
        pack.partner,
        ", ".join(pack.about),
        ", ".join(pack.triggers),
        f"{pack.gateway.kind}: {pack.gateway.act}",
        ", ".join(pack.fields),
        str(pack.answer_within),
    )
    return f"| {' | '.join(cells)} |"


def test_r20_the_page_shows_every_pack_as_it_is():
    page = PAGE.read_text("utf-8")

    missing = [
        row_of(pack) for pack in compiled(load_bundle()[-1]).partners.packs if row_of(pack) not in page
    ]

    assert missing == [], "docs/referrals.md: put these rows into its table"
