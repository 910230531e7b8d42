"""The two pages, what they are made from, and what says who and how we are: /identity and /health."""

import asyncio
import base64
import hashlib
import html
import json
import os
from pathlib import Path
from typing import Any, Awaitable, Callable

from aiohttp import web

from .database import Database
from .settings import Settings
from .signals import Signals
from .streams import OpenStreams

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "de")
# The one script that a page holds itself. A page with it may be loaded again; whatever else stands in a page is not run.
START = (ROOT / "pages" / "start.js").read_text()
START_HASH = base64.b64encode(hashlib.sha256(START.encode()).digest()).decode()
POLICY = f"default-src 'self'; script-src 'self' 'sha256-{START_HASH}'; "
POLICY += "img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"


def headers(settings: Settings) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """On every response: which instance has answered, and that browsers should take it as it is."""

    async def add(_: web.Request, response: web.StreamResponse) -> None:
        response.headers["X-Tenantry-Instance"] = settings.instance
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Cache-Control", "no-cache")
        if response.content_type == "text/html":
            response.headers["Content-Security-Policy"] = POLICY
            response.headers["Referrer-Policy"] = "same-origin"

    return add


def language(request: web.Request) -> str:
    """The first language of Accept-Language that we speak, by its weight."""
    wanted = []
    for part in request.headers.get("Accept-Language", "").split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), tag[:2].lower()))
        except ValueError:
            continue
    return next((tag for _, tag in sorted(wanted, key=lambda pair: pair[0]) if tag in LANGUAGES), "en")


def rendered(page: str, tag: str, facts: dict[str, str]) -> str:
    """Fills {{name}} with a text of the language or a fact, escaped; {{data}} hands both to the script, {{start}} is one."""
    texts = json.loads((ROOT / "texts" / f"{tag}.json").read_text())
    data = json.dumps({"facts": facts, "texts": texts}, ensure_ascii=False).replace("<", "\\u003c")
    # Words and facts may have one name ("host"): then the fact is NAME_value, and the word of "title" title_label.
    values = texts | facts | {name: texts[name] for name in ("host", "instance", "replica")}
    values |= {f"{name}_value": value for name, value in facts.items()} | {"lang": tag, "title_label": texts["title"]}
    raw = {"data": data, "start": START}
    parts = (ROOT / "pages" / page).read_text().split("{{")
    out = [parts[0]]
    for part in parts[1:]:
        name, _, rest = part.partition("}}")
        out.append((raw[name] if name in raw else html.escape(values[name])) + rest)
    return "".join(out)


def add_routes(
    app: web.Application, settings: Settings, database: Database, signals: Signals, streams: OpenStreams
) -> None:
    facts = {
        "title": settings.title,
        "tenant": settings.tenant,
        "host": settings.host,
        "instance": settings.instance,
        "template": settings.template,
        "replica": settings.replica,
    }
    ready: dict[tuple[str, str], str] = {
        (page, tag): rendered(page, tag, facts) for page in ("agenda.html", "projector.html") for tag in LANGUAGES
    }

    def page(name: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            headers = {"Vary": "Accept-Language"}
            return web.Response(text=ready[name, language(request)], content_type="text/html", headers=headers)

        return answer

    async def identity(_: web.Request) -> web.Response:
        return web.json_response(
            {
                "instance": settings.instance, "name": settings.instance_name, "host": settings.host,
                "tenant": settings.tenant, "version": settings.template, "replica": settings.replica,
                "pid": os.getpid(), "streams": len(streams),
            }
        )  # fmt: skip

    async def health(_: web.Request) -> web.Response:
        postgres, redis = await asyncio.gather(answers(database.ping()), answers(signals.ping()))
        well = postgres == redis == "ok"
        return web.json_response(
            {"status": "ok" if well else "unavailable", "postgres": postgres, "redis": redis},
            status=200 if well else 503,
            headers={} if well else {"Retry-After": "1"},
        )

    app.router.add_get("/", page("agenda.html"))
    app.router.add_get("/projector", page("projector.html"))
    app.router.add_get("/identity", identity)
    app.router.add_get("/health", health)
    app.router.add_static("/static/", ROOT / "static")


async def answers(ping: Awaitable[Any]) -> str:
    try:
        await asyncio.wait_for(ping, 3)
        return "ok"
    except Exception as problem:  # whatever it is, it means: not well
        return str(problem) or type(problem).__name__
