"""PostgreSQL: a pool that comes back by itself, and the schema."""

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import AsyncIterator

import asyncpg

from .settings import Settings

# Any number; it names the lock under which replicas that start together migrate one after the other.
MIGRATION_LOCK = 0x6167656E6461

# Step N brings the schema from version N to N + 1. Steps are never edited, only added.
MIGRATIONS = [
    """
    CREATE TABLE meeting (
        one     boolean PRIMARY KEY DEFAULT true CHECK (one),
        change  bigint NOT NULL DEFAULT 0,
        current bigint
    );
    INSERT INTO meeting DEFAULT VALUES;
    CREATE TABLE item (
        id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        title    text NOT NULL,
        speaker  text NOT NULL DEFAULT '',
        minutes  int NOT NULL DEFAULT 0,
        done     boolean NOT NULL DEFAULT false,
        removed  boolean NOT NULL DEFAULT false,
        position double precision NOT NULL,
        version  int NOT NULL DEFAULT 1,
        change   bigint NOT NULL
    );
    CREATE INDEX item_change ON item (change);
    CREATE TABLE file (
        id       text PRIMARY KEY,
        name     text NOT NULL,
        size     bigint NOT NULL,
        sha256   text NOT NULL,
        uploaded timestamptz NOT NULL DEFAULT now(),
        removed  boolean NOT NULL DEFAULT false,
        change   bigint NOT NULL
    );
    CREATE INDEX file_change ON file (change);
    """,
]


class Unavailable(Exception):
    """The database does not answer; the same request may be sent again in a moment."""


# What a restarting or unreachable server looks like, as against a mistake of ours.
AWAY = (
    OSError,
    asyncio.TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InterfaceError,
)


class Database:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool: asyncpg.Pool | None = None

    async def run(self) -> None:
        """Connects and migrates, however long the server takes to come up."""
        wait = 0.1
        while self._pool is None:
            try:
                self._pool = await self._connect()
                logging.info("the database answers")
            except Exception as problem:  # a wrong password today may be right after the next restart
                logging.warning("no database yet, next try in %.1f s: %s", wait, problem or type(problem).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 3)

    async def _connect(self) -> asyncpg.Pool:
        pool = asyncpg.create_pool(
            host=self._settings.db_host, user="agenda", database="agenda", password=self._settings.db_password,
            min_size=1, max_size=5, timeout=3, command_timeout=5, max_inactive_connection_lifetime=600,
        )  # fmt: skip
        try:
            await pool
            async with pool.acquire() as connection:
                await migrate(connection)
            return pool
        except BaseException:
            pool.terminate()
            raise

    @asynccontextmanager
    async def read(self) -> AsyncIterator[asyncpg.Connection]:
        """One connection in one read-only snapshot."""
        async with self._acquired() as connection:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[tuple[asyncpg.Connection, int]]:
        """A transaction and the number of its change.

        Taking the number locks the one row of meeting until commit: numbers are in the order of commits, so whoever
        reads everything above a number misses nothing.
        """
        async with self._acquired() as connection:
            async with connection.transaction():
                change = await connection.fetchval("UPDATE meeting SET change = change + 1 RETURNING change")
                yield connection, change

    @asynccontextmanager
    async def _acquired(self) -> AsyncIterator[asyncpg.Connection]:
        if self._pool is None:
            raise Unavailable("not connected yet")
        try:
            async with self._pool.acquire(timeout=4) as connection:
                yield connection
        except AWAY as problem:
            raise Unavailable(str(problem) or type(problem).__name__) from problem

    async def ping(self) -> None:
        async with self._acquired() as connection:
            await connection.fetchval("SELECT 1", timeout=2)

    async def close(self) -> None:
        if self._pool is not None:
            self._pool.terminate()


async def migrate(connection: asyncpg.Connection) -> None:
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
        await connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version int NOT NULL)")
        version = await connection.fetchval("SELECT max(version) FROM schema_version") or 0
        if version > len(MIGRATIONS):
            raise RuntimeError(f"schema: version {version} (expected: at most {len(MIGRATIONS)}; made by a newer release)")
        for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
            logging.info("migrating the schema to version %d", number)
            await connection.execute(step)
            await connection.execute("INSERT INTO schema_version VALUES ($1)", number)
