"""Every message and row of the system, each written down once.

`topics` lists the topics, `incoming` and `outgoing` the messages by direction, `rows` what the worker
remembers, `words` the vocabulary they share, `envelope` the CloudEvents headers around them.
"""
