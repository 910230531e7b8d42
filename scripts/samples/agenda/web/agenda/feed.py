"""What everybody sees, in memory: a copy of the database that follows it, and its last changes for those who listen.

Level-triggered: a signal (from this or another replica) only makes the next look at the database come sooner. A lost
one costs seconds, never correctness.
"""

import asyncio
import json
import logging
from collections import deque
from typing import Any, AsyncIterator

from .database import Database, Unavailable

KEPT_CHANGES = 256
LOOK_AGAIN_SECONDS = 2.0


def encoded(message: dict[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


class Feed:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._change = -1
        self._current: int | None = None
        self._items: dict[int, dict[str, Any]] = {}
        self._files: dict[str, dict[str, Any]] = {}
        self._recent: deque[tuple[int, str]] = deque(maxlen=KEPT_CHANGES)
        self._news = asyncio.Condition()
        self._wanted = asyncio.Event()
        self._listeners = 0
        self._snapshot: tuple[int, str] = (-1, "")

    def look(self) -> None:
        """Something may have changed."""
        self._wanted.set()

    async def run(self) -> None:
        while True:
            try:
                self._wanted.clear()
                await self._catch_up()
            except Unavailable:
                pass  # /health and the database's own loop tell it
            except Exception:
                logging.exception("the feed could not be read")
            try:
                # Nobody listens: no need to ask an idle database.
                await asyncio.wait_for(self._wanted.wait(), LOOK_AGAIN_SECONDS if self._listeners else None)
            except asyncio.TimeoutError:
                pass

    async def _catch_up(self) -> None:
        async with self._database.read() as connection:
            meeting = await connection.fetchrow("SELECT change, current FROM meeting")
            if meeting["change"] == self._change:
                return
            if meeting["change"] < self._change:  # a restored database: what we know is of another life
                self._change = -1
                self._items.clear()
                self._files.clear()
                self._recent.clear()
            items = await connection.fetch("SELECT * FROM item WHERE change > $1", self._change)
            files = await connection.fetch("SELECT * FROM file WHERE change > $1", self._change)
        first = self._change < 0
        message: dict[str, Any] = {"kind": "change", "change": meeting["change"], "current": meeting["current"]}
        message["items"], message["removed_items"] = absorb(self._items, [item_json(row) for row in items])
        message["files"], message["removed_files"] = absorb(self._files, [file_json(row) for row in files])
        async with self._news:
            self._change, self._current = meeting["change"], meeting["current"]
            if not first:
                self._recent.append((self._change, encoded(message)))
            self._news.notify_all()

    def snapshot(self) -> str:
        if self._snapshot[0] != self._change:
            message = {"kind": "snapshot", "change": self._change, "current": self._current}
            message |= {"items": self.items(), "files": list(self._files.values())}
            self._snapshot = (self._change, encoded(message))
        return self._snapshot[1]

    def items(self) -> list[dict[str, Any]]:
        return sorted(self._items.values(), key=lambda item: (item["position"], item["id"]))

    def on_the_wall(self) -> dict[str, Any]:
        """What a projector shows."""
        items = self.items()
        at = next((index for index, item in enumerate(items) if item["id"] == self._current), None)
        after = next((item for item in items[0 if at is None else at + 1 :] if not item["done"]), None)
        number = 0 if at is None else at + 1
        return {"item": None if at is None else items[at], "number": number, "of": len(items), "next": after}

    async def messages(self) -> AsyncIterator[str]:
        """A snapshot, then every change; a listener who can't keep up gets a snapshot again instead of a long queue."""
        self._listeners += 1
        try:
            self.look()
            async with self._news:
                await self._news.wait_for(lambda: self._change >= 0)
            seen = self._change
            yield self.snapshot()
            while True:
                async with self._news:
                    await self._news.wait_for(lambda: self._change != seen)
                missed = [text for number, text in self._recent if number > seen]
                whole = bool(self._recent) and self._recent[0][0] <= seen
                oldest_is_next = len(self._recent) < KEPT_CHANGES
                known = self._change > seen and (whole or oldest_is_next)
                seen = self._change
                if known:
                    for text in missed:
                        yield text
                else:
                    yield self.snapshot()
        finally:
            self._listeners -= 1


def absorb(known: dict[Any, dict[str, Any]], rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Any]]:
    """Brings what is known up to date; answers with what is there now and what is gone."""
    there, gone = [], []
    for row in rows:
        if row.pop("removed"):
            gone.append(row["id"])
            known.pop(row["id"], None)
        else:
            there.append(row)
            known[row["id"]] = row
    return there, gone


def item_json(row: Any) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "change"}


def file_json(row: Any) -> dict[str, Any]:
    fields = {key: value for key, value in row.items() if key != "change"}
    return fields | {"uploaded": row["uploaded"].isoformat()}
