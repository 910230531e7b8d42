"""REST under /api/items, and how errors look: JSON that names the field, what came and what was expected."""

import json
import logging
from typing import Any, Awaitable, Callable

from aiohttp import web

from .database import Unavailable
from .items import Conflict, Items, Missing


class Invalid(Exception):
    def __init__(self, field: str, came: object, expected: str) -> None:
        super().__init__(f"{field}: {str(came)[:80]!r} (expected: {expected})")
        self.field = field


def problem(status: int, error: str, message: str, **more: Any) -> web.Response:
    headers = {"Retry-After": "2"} if status == 503 else None
    return web.json_response({"error": error, "message": message} | more, status=status, headers=headers)


@web.middleware
async def errors(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
    try:
        return await handler(request)
    except Invalid as wrong:
        return problem(400, "invalid", str(wrong), field=wrong.field)
    except Missing:
        return problem(404, "missing", f"{request.path}: there is no such thing (any more)")
    except Conflict as conflict:
        return problem(409, "conflict", "somebody else changed this meanwhile", item=conflict.item)
    except Unavailable as away:
        logging.warning("%s %s: the database is away: %s", request.method, request.path, away)
        return problem(503, "unavailable", "the database does not answer at the moment")
    except ConnectionResetError:
        logging.info("%s %s: the client left", request.method, request.path)
        return problem(400, "left", "the client left")  # read by nobody
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        return problem(answer.status, "refused", answer.reason)


def add_routes(app: web.Application, items: Items) -> None:
    async def all_items(_: web.Request) -> web.Response:
        return web.json_response(await items.all())

    async def add(request: web.Request) -> web.Response:
        fields = item_fields(await body(request))
        if "title" not in fields:
            raise Invalid("title", None, "a text")
        item = await items.add(fields)
        return web.json_response(item, status=201, headers={"Location": f"/api/items/{item['id']}"})

    async def one(request: web.Request) -> web.Response:
        return web.json_response(await items.one(item_id(request)))

    async def edit(request: web.Request) -> web.Response:
        sent = await body(request)
        fields = item_fields(sent)
        return web.json_response(await items.edit(item_id(request), version(sent.get("version")), fields))

    async def remove(request: web.Request) -> web.Response:
        given = request.query.get("version", "")
        await items.remove(item_id(request), version(int(given) if given.isdecimal() else given))
        return web.Response(status=204)

    async def restore(request: web.Request) -> web.Response:
        return web.json_response(await items.restore(item_id(request)))

    app.router.add_get("/api/items", all_items)
    app.router.add_post("/api/items", add)
    app.router.add_get("/api/items/{id}", one)
    app.router.add_patch("/api/items/{id}", edit)
    app.router.add_delete("/api/items/{id}", remove)
    app.router.add_post("/api/items/{id}/restore", restore)


def item_id(request: web.Request) -> int:
    text = request.match_info["id"]
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise Missing
    return int(text)


async def body(request: web.Request) -> dict[str, Any]:
    try:
        sent = json.loads(await request.text())
    except (ValueError, LookupError, RecursionError) as wrong:
        raise Invalid("body", wrong, "a JSON object") from wrong
    if not isinstance(sent, dict):
        raise Invalid("body", sent, "a JSON object")
    return sent


def version(value: object) -> int:
    return whole("version", value, 1, 2**31 - 1)


def item_fields(sent: dict[str, Any]) -> dict[str, Any]:
    rules: dict[str, Callable[[object], Any]] = {
        "title": lambda value: text("title", value, 1, 400),
        "speaker": lambda value: text("speaker", value, 0, 120),
        "minutes": lambda value: whole("minutes", value, 0, 1440),
        "done": lambda value: truth("done", value),
        "current": lambda value: truth("current", value),
        "before": lambda value: None if value is None else whole("before", value, 1, 2**53),
        "version": version,
    }
    for field in sent:
        if field not in rules:
            raise Invalid(field, sent[field], "one of " + ", ".join(rules))
    return {field: rules[field](value) for field, value in sent.items() if field != "version"}


def text(field: str, value: object, shortest: int, longest: int) -> str:
    clean = " ".join(value.replace("\0", "").split()) if isinstance(value, str) else None
    if clean is None or not shortest <= len(clean) <= longest or any("\ud800" <= c <= "\udfff" for c in clean):
        raise Invalid(field, value, f"a text of {shortest} to {longest} characters")
    return clean


def whole(field: str, value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Invalid(field, value, f"a whole number from {least} to {most}")
    return value


def truth(field: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise Invalid(field, value, "true or false")
    return value
