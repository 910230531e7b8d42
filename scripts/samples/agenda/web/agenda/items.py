"""The agenda's items: every change is one transaction, and compares the version that its author saw."""

from dataclasses import dataclass
from typing import Any

import asyncpg

from .database import Database
from .feed import item_json
from .signals import Signals

# Below this, halving between two neighbours would soon run out of digits.
SMALLEST_GAP = 1e-6


class Missing(Exception):
    """No such item, or it was removed."""


@dataclass
class Conflict(Exception):
    """Somebody was faster: what the item is now."""

    item: dict[str, Any]


class Items:
    def __init__(self, database: Database, signals: Signals) -> None:
        self._database = database
        self._signals = signals

    async def all(self) -> dict[str, Any]:
        async with self._database.read() as connection:
            meeting = await connection.fetchrow("SELECT change, current FROM meeting")
            rows = await connection.fetch("SELECT * FROM item WHERE NOT removed ORDER BY position, id")
        return {"change": meeting["change"], "current": meeting["current"], "items": [shown(row) for row in rows]}

    async def one(self, item: int) -> dict[str, Any]:
        async with self._database.read() as connection:
            return shown(await existing(connection, item))

    async def add(self, fields: dict[str, Any]) -> dict[str, Any]:
        async with self._database.write() as (connection, change):
            row = await connection.fetchrow(
                """INSERT INTO item (title, speaker, minutes, position, change)
                   VALUES ($1, $2, $3, (SELECT coalesce(max(position), 0) + 1 FROM item), $4) RETURNING *""",
                fields["title"], fields.get("speaker", ""), fields.get("minutes", 0), change,
            )  # fmt: skip
        await self._signals.changed()
        return shown(row)

    async def edit(self, item: int, version: int, fields: dict[str, Any]) -> dict[str, Any]:
        async with self._database.write() as (connection, change):
            row = await at_version(connection, item, version)
            position = row["position"]
            if "before" in fields:
                position = await place_before(connection, item, fields["before"], change)
            merged = dict(row) | fields
            row = await connection.fetchrow(
                """UPDATE item SET title = $2, speaker = $3, minutes = $4, done = $5, position = $6,
                          version = version + 1, change = $7 WHERE id = $1 RETURNING *""",
                item, merged["title"], merged["speaker"], merged["minutes"], merged["done"], position, change,
            )  # fmt: skip
            if "current" in fields:
                await set_current(connection, item, fields["current"])
            elif fields.get("done"):
                await set_current(connection, item, False)
        await self._signals.changed()
        return shown(row)

    async def remove(self, item: int, version: int) -> None:
        async with self._database.write() as (connection, change):
            await at_version(connection, item, version)
            await connection.execute(
                "UPDATE item SET removed = true, version = version + 1, change = $2 WHERE id = $1", item, change
            )
            await set_current(connection, item, False)
        await self._signals.changed()

    async def restore(self, item: int) -> dict[str, Any]:
        async with self._database.write() as (connection, change):
            row = await connection.fetchrow(
                """UPDATE item SET removed = false, version = version + 1, change = $2
                   WHERE id = $1 AND removed RETURNING *""",
                item, change,
            )  # fmt: skip
            if row is None:
                raise Missing
        await self._signals.changed()
        return shown(row)


def shown(row: Any) -> dict[str, Any]:
    fields = item_json(row)
    del fields["removed"]
    return fields


async def existing(connection: asyncpg.Connection, item: int) -> Any:
    row = await connection.fetchrow("SELECT * FROM item WHERE id = $1 AND NOT removed", item)
    if row is None:
        raise Missing
    return row


async def at_version(connection: asyncpg.Connection, item: int, version: int) -> Any:
    row = await existing(connection, item)
    if row["version"] != version:
        raise Conflict(shown(row))
    return row


async def set_current(connection: asyncpg.Connection, item: int, current: bool) -> None:
    if current:
        await connection.execute("UPDATE meeting SET current = $1", item)
    else:
        await connection.execute("UPDATE meeting SET current = NULL WHERE current = $1", item)


async def place_before(connection: asyncpg.Connection, item: int, before: int | None, change: int) -> float:
    """The position between the item named and its predecessor; at the end for None."""
    others = await connection.fetch(
        "SELECT id, position FROM item WHERE NOT removed AND id <> $1 ORDER BY position, id", item
    )
    at = len(others) if before is None else next((i for i, row in enumerate(others) if row["id"] == before), -1)
    if at < 0:
        raise Missing
    low = others[at - 1]["position"] if at > 0 else None
    high = others[at]["position"] if at < len(others) else None
    if low is not None and high is not None and high - low < SMALLEST_GAP:
        await connection.executemany(
            "UPDATE item SET position = $2, change = $3 WHERE id = $1",
            [(row["id"], float(index + 1), change) for index, row in enumerate(others)],
        )
        return at + 0.5
    if low is None:
        return 1.0 if high is None else high - 1
    return low + 1 if high is None else (low + high) / 2
