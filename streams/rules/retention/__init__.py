"""How long is anything kept? By policy and by the clock, each row at its own time (X8; DPA 2018 s.39).

Pure. `dates` says when a row's time is up, by the policy of the day that counts; the clock then comes to it through
the index of what is due, never by looking through rows. `log_text` is what stays of a log whose text is removed.
"""
