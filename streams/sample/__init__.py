"""The registrar's dip sample: drawn from what the worker knows, and the agreement that comes of it (X11).

Pure: who is in the population and what they weigh, the draw, the sheet, and the statistics. No names, no text of a
log: a row refers to the log by its number, and the registrar reads it where it is.
"""
