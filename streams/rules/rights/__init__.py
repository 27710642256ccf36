"""People's rights in their data: restriction, erasure, access (X8; DPA 2018 ss.45-48).

Pure. Somebody is surely named by a nominal reference, by a name with its birth date, or as Sentinel names them on a
case (`keys`). Whoever is restricted is set aside where facts are kept and where a case is read (`aside`), so that no
rule sees them; `restriction` and `erasure` follow the instructions.
"""
