"""Everything that pushes: WebSocket, endless JSON lines as OpenSlides 4 has them, and server-sent events."""

import asyncio
from contextlib import contextmanager, suppress
from typing import AsyncIterator, Iterator

from aiohttp import WSCloseCode, WSMsgType, web

from .feed import Feed, encoded

# Rare on purpose: an idle stream should cost nothing. The browser reconnects by itself.
HEARTBEAT_SECONDS = 300.0


class OpenStreams:
    """Who listens at the moment. A client that leaves is let go at once, although nothing is being written to it."""

    def __init__(self) -> None:
        self._tasks: dict[asyncio.Task[None], web.Request] = {}
        self._closing = asyncio.Event()
        self._any = asyncio.Event()

    def __len__(self) -> int:
        return len(self._tasks)

    @contextmanager
    def entry(self, request: web.Request) -> Iterator[None]:
        task = asyncio.current_task()
        assert task is not None
        self._tasks[task] = request
        self._any.set()
        try:
            yield
        finally:
            del self._tasks[task]

    async def run(self) -> None:
        while True:
            await self._any.wait()
            await asyncio.sleep(0.25)
            for task, request in list(self._tasks.items()):
                if request.transport is None or request.transport.is_closing():
                    task.cancel()
            if not self._tasks:
                self._any.clear()

    async def until_closed(self, messages: AsyncIterator[str]) -> AsyncIterator[str | None]:
        """The messages until the application stops; None when it is time for a sign of life."""
        closing = asyncio.ensure_future(self._closing.wait())
        upcoming: asyncio.Future[str] = asyncio.ensure_future(anext(messages))
        try:
            while True:
                done, _ = await asyncio.wait(
                    {closing, upcoming}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )
                if closing in done:
                    return
                if upcoming in done:
                    yield upcoming.result()
                    upcoming = asyncio.ensure_future(anext(messages))
                else:
                    yield None
        finally:
            closing.cancel()
            upcoming.cancel()
            await asyncio.wait({closing, upcoming})
            await messages.aclose()  # type: ignore[attr-defined]

    @property
    def closing(self) -> bool:
        return self._closing.is_set()

    async def close(self) -> None:
        """Ends every stream as its protocol wants it ended, then cuts what doesn't drain."""
        self._closing.set()
        if self._tasks:
            _, slow = await asyncio.wait(list(self._tasks), timeout=0.8)
            for task in slow:
                task.cancel()


def add_routes(app: web.Application, feed: Feed, streams: OpenStreams) -> None:
    async def websocket(request: web.Request) -> web.StreamResponse:
        answer = web.WebSocketResponse(
            heartbeat=HEARTBEAT_SECONDS, max_msg_size=64 * 1024, compress=False, timeout=0.5
        )
        await answer.prepare(request)
        pushing = asyncio.ensure_future(push(request, answer))
        try:
            async for message in answer:  # what comes in: "ping", to see whether the line is alive
                if message.type is WSMsgType.TEXT and message.data == "ping":
                    await answer.send_str('{"kind":"pong"}')
            if streams.closing:  # the loop ends because push() is about to say goodbye
                await asyncio.wait({pushing}, timeout=0.6)
        finally:
            pushing.cancel()
            await asyncio.wait({pushing})
        return answer

    async def push(request: web.Request, answer: web.WebSocketResponse) -> None:
        with streams.entry(request), suppress(ConnectionResetError):  # who left needs no message
            async for message in streams.until_closed(feed.messages()):
                if message is not None:
                    await answer.send_str(message)
            await answer.close(code=WSCloseCode.GOING_AWAY, message=b"restarting")

    async def autoupdate(request: web.Request) -> web.StreamResponse:
        await request.read()
        answer = await endless(request, "application/octet-stream")
        with streams.entry(request):
            async for message in streams.until_closed(feed.messages()):
                if message is not None:
                    await answer.write(message.encode() + b"\n")
        return answer

    async def projector(request: web.Request) -> web.StreamResponse:
        answer = await endless(request, "text/event-stream; charset=utf-8")
        shown = ""
        with streams.entry(request):
            await answer.write(b"retry: 1000\n\n")
            async for message in streams.until_closed(feed.messages()):
                wall = encoded(feed.on_the_wall())
                if message is None:
                    await answer.write(b": still here\n\n")
                elif wall != shown:
                    shown = wall
                    await answer.write(b"event: projector\ndata: " + wall.encode() + b"\n\n")
        return answer

    async def endless(request: web.Request, content_type: str) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": content_type})
        await answer.prepare(request)
        return answer

    app.router.add_get("/ws", websocket)
    app.router.add_post("/system/autoupdate", autoupdate)
    app.router.add_get("/system/projector", projector)
