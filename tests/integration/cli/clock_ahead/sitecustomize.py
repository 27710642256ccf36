"""On a PYTHONPATH: the wall clock of every Python process stands ASB_TEST_DAYS_AHEAD days ahead.

As it ends, the process writes what time it believes it to be into the file ASB_TEST_CLOCK_SEEN.
"""

import atexit
import ctypes
import datetime
import gc
import json
import os
import time

AHEAD = datetime.timedelta(days=int(os.environ["ASB_TEST_DAYS_AHEAD"]))


def ahead(real):
    return lambda cls, *args, **kwargs: real(*args, **kwargs) + AHEAD


def replace_methods(cls, *names):
    """In the class itself: with a subclass in its place, libraries written in C no longer know a time."""
    [methods] = gc.get_referents(cls.__dict__)
    for name in names:
        methods[name] = classmethod(ahead(getattr(cls, name)))
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(cls))


def write_what_is_seen():
    seen = {
        "time": time.time(),
        "time_ns": time.time_ns() / 1e9,
        "today": datetime.datetime.today().timestamp(),  # noqa: DTZ002
        "now": datetime.datetime.now(datetime.UTC).timestamp(),
        "utcnow": datetime.datetime.utcnow().replace(tzinfo=datetime.UTC).timestamp(),  # noqa: DTZ003
    }
    with open(os.environ["ASB_TEST_CLOCK_SEEN"], "w", encoding="utf-8") as file:
        json.dump(seen, file)


real_time, real_time_ns = time.time, time.time_ns
time.time = lambda: real_time() + AHEAD.total_seconds()
time.time_ns = lambda: real_time_ns() + int(AHEAD.total_seconds()) * 10**9
# What is called today asks time.time().
replace_methods(datetime.datetime, "now", "utcnow")
atexit.register(write_what_is_seen)
