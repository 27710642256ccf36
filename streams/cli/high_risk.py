"""`asb high-risk`: a named officer says that a subject of a case is at high risk, or no longer."""

from collections.abc import Iterator

import click

from schemas.incoming import HighRiskDeclared
from schemas.words import SubjectKind
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.instruction import force_option, instructed, officer_option, report
from streams.cli.options import Installation, as_json, installation_options


@click.command()
@click.argument("reference")
@click.argument("kind", type=click.Choice([kind.value for kind in SubjectKind]))
@click.argument("ref", required=False)
@force_option
@officer_option
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept.")
@click.option("--no-longer", is_flag=True, help="Take the word back: an assessment of HIGH stands as it is.")
@as_json
@installation_options
def command(
    *,
    here: Installation,
    reference: str,
    kind: str,
    ref: str | None,
    force: str,
    officer: str,
    reason: str,
    no_longer: bool,
    as_json: bool,
) -> None:
    """Say that a subject of the case with Sentinel's REFERENCE is at high risk, whatever its assessment says.

    KIND is victim, perpetrator, location or community. REF is a person's reference in Sentinel or in the case's
    snapshot, or a location's UPRN; the community has none. The sergeant and the inspector of the area are told, and
    plan and reviews follow as for a band of HIGH. The exit status is 0 once the instruction is written.
    """
    subject = {"kind": kind, "ref": (ref or "").strip()}
    if (not subject["ref"]) is not (kind == SubjectKind.COMMUNITY):
        msg = "REF is needed for a victim, a perpetrator and a location, and for these only"
        raise UserError(msg, ExitCode.USAGE)
    told = instructed(
        here,
        force,
        HighRiskDeclared,
        f"{reference}/{kind}/{subject['ref']}",
        officer,
        reference=reference.strip(),
        subject=subject,
        high=not no_longer,
        reason=reason.strip(),
    )
    report(
        force,
        told,
        *_in_words(told),
        as_json=as_json,
        reference=told.reference,
        subject=subject,
        high=told.high,
    )


def _in_words(told: HighRiskDeclared) -> Iterator[str]:
    now = "at high risk" if told.high else "no longer at high risk"
    who = f"{told.subject.kind} {told.subject.ref}".strip()
    yield f"By the word of {told.officer} the {who} of {told.reference} is {now}."
    if told.high and told.subject.kind in (SubjectKind.VICTIM, SubjectKind.PERPETRATOR):
        yield "Where nobody on the case has this reference, lead officer and sergeant are told so."
