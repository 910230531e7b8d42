"""Files on a volume: streamed to disk, listed in the database. Names are what somebody typed, never paths."""

import asyncio
import hashlib
import logging
import os
import re
import secrets
import time
import unicodedata
from pathlib import Path
from typing import Any, AsyncIterator
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from .api import Invalid, problem
from .database import Database
from .feed import file_json
from .items import Missing
from .settings import Settings
from .signals import Signals

BLOCK_BYTES = 1 << 20
# An upload that has not ended by then belongs to a process that died.
ABANDONED_SECONDS = 6 * 3600


class TooLarge(Exception):
    pass


class Store:
    def __init__(self, directory: str, limit_bytes: int) -> None:
        self._directory = Path(directory)
        self._limit_bytes = limit_bytes

    def path(self, file: str) -> Path:
        return self._directory / file

    async def receive(self, chunks: AsyncIterator[bytes]) -> tuple[str, int, str]:
        """Writes aside and renames: a name in the directory is a whole file. Answers with id, size and SHA-256."""
        file = secrets.token_hex(16)
        aside = self._directory / f".receiving-{file}"
        size, digest, block = 0, hashlib.sha256(), bytearray()
        try:
            with open(aside, "xb", buffering=0) as out:

                def flush(data: bytes) -> None:
                    digest.update(data)
                    view = memoryview(data)
                    while view:
                        view = view[out.write(view) :]

                async for chunk in chunks:
                    size += len(chunk)
                    if size > self._limit_bytes:
                        raise TooLarge
                    block += chunk
                    if len(block) >= BLOCK_BYTES:
                        await asyncio.to_thread(flush, bytes(block))
                        block.clear()
                await asyncio.to_thread(flush, bytes(block))
                await asyncio.to_thread(os.fsync, out.fileno())
            os.rename(aside, self.path(file))
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        return file, size, digest.hexdigest()

    def sweep(self) -> None:
        for path in self._directory.glob(".receiving-*"):
            if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
                path.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """The last part of whatever path came, without control characters and tricks of direction."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")).strip(" .")
    while len(clean.encode()) > 200:
        stem, dot, ending = clean.rpartition(".")
        clean = f"{stem[:-1]}{dot}{ending}" if dot and stem and len(ending) <= 10 else clean[:-1]
    return clean or "file"


def disposition(name: str) -> str:
    """RFC 6266: an ASCII form for old readers, the real one beside it."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def add_routes(app: web.Application, settings: Settings, database: Database, signals: Signals) -> None:
    store = Store(settings.uploads, settings.upload_limit_bytes)
    try:
        store.sweep()
    except OSError:
        logging.exception("%s could not be swept", settings.uploads)

    async def keep(request: web.Request, name: str, chunks: AsyncIterator[bytes]) -> web.Response:
        declared = request.content_length or 0
        if declared > settings.upload_limit_bytes + 4096:
            return await refuse(request)
        try:
            file, size, digest = await store.receive(chunks)
        except TooLarge:
            return await refuse(request)
        # Should this fail, the file stays: a commit whose answer was lost must not point to nothing.
        async with database.write() as (connection, change):
            row = await connection.fetchrow(
                "INSERT INTO file (id, name, size, sha256, change) VALUES ($1, $2, $3, $4, $5) RETURNING *",
                file, safe_name(name), size, digest, change,
            )  # fmt: skip
        await signals.changed()
        return web.json_response(shown(row), status=201, headers={"Location": f"/api/files/{file}"})

    async def refuse(request: web.Request) -> web.Response:
        answer = problem(413, "too-large", f"body: too large (expected: at most {settings.upload_limit_bytes} bytes)")
        answer.force_close()  # the rest of the body is not read
        return answer

    async def put(request: web.Request) -> web.Response:
        return await keep(request, request.match_info["name"], request.content.iter_chunked(BLOCK_BYTES // 4))

    async def post(request: web.Request) -> web.Response:
        if not request.content_type.startswith("multipart/"):
            raise Invalid("content-type", request.content_type, "multipart/form-data with a part 'file'")
        try:
            async for part in await request.multipart():
                if isinstance(part, BodyPartReader) and part.name == "file":
                    return await keep(request, part.filename or "", part_chunks(part))
        except (ValueError, AssertionError) as wrong:
            raise Invalid("body", wrong, "multipart/form-data") from wrong
        raise Invalid("file", None, "a part of this name")

    async def listed(_: web.Request) -> web.Response:
        async with database.read() as connection:
            rows = await connection.fetch("SELECT * FROM file WHERE NOT removed ORDER BY uploaded, id")
        return web.json_response({"files": [shown(row) for row in rows]})

    async def download(request: web.Request) -> web.StreamResponse:
        async with database.read() as connection:
            row = await connection.fetchrow(
                "SELECT * FROM file WHERE id = $1 AND NOT removed", file_id(request)
            )
        if row is None or not store.path(row["id"]).is_file():
            raise Missing
        headers = {"Content-Disposition": disposition(row["name"]), "Content-Type": "application/octet-stream"}
        return web.FileResponse(store.path(row["id"]), chunk_size=256 * 1024, headers=headers)

    async def remove(request: web.Request) -> web.Response:
        async with database.write() as (connection, change):
            file = await connection.fetchval(
                "UPDATE file SET removed = true, change = $2 WHERE id = $1 AND NOT removed RETURNING id",
                file_id(request), change,
            )  # fmt: skip
            if file is None:
                raise Missing
        await asyncio.to_thread(store.path(file).unlink, missing_ok=True)
        await signals.changed()
        return web.Response(status=204)

    app.router.add_get("/api/files", listed)
    app.router.add_post("/api/files", post)
    app.router.add_put("/api/files/{name:.*}", put)
    app.router.add_get("/api/files/{id}", download)
    app.router.add_delete("/api/files/{id}", remove)


def file_id(request: web.Request) -> str:
    file = request.match_info["id"]
    if not re.fullmatch(r"[0-9a-f]{32}", file):
        raise Missing
    return file


async def part_chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(BLOCK_BYTES // 4):
        yield chunk


def shown(row: Any) -> dict[str, Any]:
    fields = file_json(row)
    del fields["removed"]
    return fields
