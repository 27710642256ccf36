"""The `asb` command: one module per sub-command, each naming its click command `command`."""

import click

from streams import __version__
from streams.cli.exit_codes import exit_code_help
from streams.cli.lazy import LazyCommand, LazyGroup

COMMANDS = {
    "demo": LazyCommand("streams.cli.demo", "Run everything once on a real Kafka and show what was decided."),
    "broker": LazyCommand("streams.cli.broker", "Start, look at, stop or reset the Kafka of this folder."),
    "topics": LazyCommand("streams.cli.topics", "Make the topics, show them, check them."),
    "acl": LazyCommand("streams.cli.acl", "Let each principal do what it must, and nothing else."),
    "worker": LazyCommand("streams.cli.worker", "Decide: read incidents and facts, publish decisions."),
    "city": LazyCommand("streams.cli.city", "Let the synthetic city report incidents."),
    "import": LazyCommand("streams.cli.import_", "Bring in incidents from a CSV export."),
    "duty": LazyCommand("streams.cli.duty", "Decline a duty, by a named officer and with a reason."),
    "steps": LazyCommand("streams.cli.step", "List the steps that wait for a named officer.", "steps"),
    "confirm": LazyCommand("streams.cli.step", "Confirm a step, by a named officer.", "confirm"),
    "refuse": LazyCommand("streams.cli.step", "Refuse a step, with a reason.", "refuse"),
    "contest": LazyCommand("streams.cli.step", "Have a step decided once more.", "contest"),
    "marker": LazyCommand("streams.cli.marker", "Keep a history marker, take it off, or list markers."),
    "crime-review": LazyCommand("streams.cli.crime_review", "Say whether a series of incidents is a crime."),
    "high-risk": LazyCommand("streams.cli.high_risk", "Say that somebody of a case is at high risk."),
    "partners": LazyCommand(
        "streams.cli.partners", "Show whom cases are referred to, and what each is told."
    ),
    "directory": LazyCommand("streams.cli.directory", "Say who holds each beat's posts, and look at it."),
    "go-live": LazyCommand("streams.cli.go_live", "Set from when a force is sent reminders."),
    "tail": LazyCommand("streams.cli.tail", "Follow a topic in plain words."),
    "explain": LazyCommand("streams.cli.explain", "Say why an incident or a case was decided as it was."),
    "compliance": LazyCommand("streams.cli.compliance", "List what is missing, by beat and lead officer."),
    "sample": LazyCommand(
        "streams.cli.sample", "Draw a registrar's dip sample, and see how often they agree."
    ),
    "rejected": LazyCommand(
        "streams.cli.rejected", "Look at rejected messages, hand them in again, or leave them."
    ),
    "export": LazyCommand("streams.cli.export", "Write what is held about somebody."),
    "restrict": LazyCommand(
        "streams.cli.restrict", "Restrict the processing of somebody's data, or lift it."
    ),
    "erase": LazyCommand("streams.cli.erase", "Erase somebody, and print the certificate."),
    "audit": LazyCommand(
        "streams.cli.audit", "Look at what was done with personal data, and check its chain."
    ),
    "replay": LazyCommand("streams.cli.replay", "Decide again from the journal and compare, byte for byte."),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=f"\b\nExit status:\n{exit_code_help()}",
)
@click.version_option(__version__, prog_name="asb")
def asb() -> None:
    """Middleware between STORM and Sentinel: tags anti-social behaviour, decides by VICTOR-E, remembers risk.

    Every command finds its Kafka by --bootstrap, else KAFKA_BOOTSTRAP, else by `asb broker start` in this
    folder.
    """
