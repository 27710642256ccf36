"""Rejected messages: looked at, handed in again, or left at that, by a named operator with a reason."""
