"""Why an incident or a case was decided as it was, from what was published (X1).

`reading` finds the records, `account` puts them in order, `english` says them. Nothing is decided again here:
what is told is what was published, with the ids of its evidence and, while the topic still holds them, the lines
of the log they point at.
"""
