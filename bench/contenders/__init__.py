"""Who is compared. Each is a program of its own: `python -m bench.contenders.NAME '{"bootstrap": …}'`."""
