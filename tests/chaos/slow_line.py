"""A TCP line that can be made slow, or cut: what stands between the workers and their broker."""

import asyncio
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

HOST = "127.0.0.1"
CHUNK = 1 << 16


class SlowLine:
    """Forwards connections to `port` of this machine, from a port of its own, in a thread of its own.

    `delay` holds up every piece of data by so many seconds, both ways; `delayed` counts the pieces.
    """

    def __init__(self, port: int) -> None:
        self.delay = 0.0
        self.delayed = 0
        self._target = port
        self._socket = socket.create_server((HOST, 0))
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def cut(self) -> int:
        """End every connection; how many there were. New ones are let through."""
        return asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(10)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._accept, sock=self._socket))
        self._loop.run_forever()

    async def _cut(self) -> int:
        writers = list(self._open)
        for writer in writers:
            writer.transport.abort()
        return len(writers) // 2

    async def _accept(self, from_client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        try:
            from_broker, to_broker = await asyncio.open_connection(HOST, self._target)
        except OSError:  # the broker is away
            to_client.transport.abort()
            return
        ends = {to_client, to_broker}
        self._open |= ends
        await asyncio.gather(self._pump(from_client, to_broker), self._pump(from_broker, to_client))
        self._open -= ends

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                if self.delay:
                    self.delayed += 1
                    await asyncio.sleep(self.delay)
                writer.write(data)
                await writer.drain()
        with suppress(OSError, RuntimeError):
            writer.close()
