"""Starts the application: the only place that reads the environment and wires the parts."""

import asyncio
import logging
import os
import signal
import socket

from aiohttp import web

from . import api, files, pages, streams
from .database import Database
from .feed import Feed
from .items import Items
from .settings import Settings
from .signals import Signals


async def run() -> None:
    settings = Settings.read(os.environ, socket.gethostname())
    database = Database(settings)
    feed = Feed(database)
    signals = Signals(settings, feed)
    open_streams = streams.OpenStreams()

    app = web.Application(client_max_size=256 * 1024, middlewares=[api.errors])
    app.on_response_prepare.append(pages.headers(settings))
    app.on_shutdown.append(lambda _: open_streams.close())
    pages.add_routes(app, settings, database, signals, open_streams)
    api.add_routes(app, Items(database, signals))
    files.add_routes(app, settings, database, signals)
    streams.add_routes(app, feed, open_streams)

    background = [asyncio.create_task(part.run()) for part in (database, feed, signals, open_streams)]
    runner = web.AppRunner(app, handle_signals=False, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, port=settings.port, backlog=1024, shutdown_timeout=0.5)
    await site.start()
    logging.info("%s answers on port %d for instance %s", settings.template, settings.port, settings.instance)

    await stop_signal()
    logging.info("stopping: %d streams are closed", len(open_streams))
    await runner.cleanup()
    for task in background:
        task.cancel()
    await asyncio.gather(*background, return_exceptions=True)
    await database.close()


async def stop_signal() -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    asyncio.run(run())
