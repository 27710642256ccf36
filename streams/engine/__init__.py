"""Faust, made trustworthy: batches of records in, one Kafka transaction out. Knows nothing of what they mean.

To read in this order: `domain` (what the engine asks of a program), `table` and `batch` (the pure part, with
`index`, `due`, `eventclock`, `limits`, `journal`), `desk` (with `work`, `book`, `intake`, `ledger`, `parcels`),
`desks` and `app` (the worker), `reader`, `unpack` and `transport` (what is changed in Faust), `replay` and
`recorded`.
"""
