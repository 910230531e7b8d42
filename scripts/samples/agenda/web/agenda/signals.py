"""Redis: tells the other web replicas that something has changed, and nothing else."""

import asyncio
import logging
import socket

import redis.asyncio as redis

from .feed import Feed
from .settings import Settings

CHANNEL = "agenda"


class Signals:
    def __init__(self, settings: Settings, feed: Feed) -> None:
        self._feed = feed
        # A container that was replaced does not say goodbye: keep-alive notices it within half a minute.
        keepalive = {socket.TCP_KEEPIDLE: 10, socket.TCP_KEEPINTVL: 5, socket.TCP_KEEPCNT: 3}
        self._redis = redis.Redis(
            host=settings.redis_host, socket_connect_timeout=2,
            socket_keepalive=True, socket_keepalive_options=keepalive,
        )  # fmt: skip

    async def changed(self) -> None:
        """After a commit. Without Redis the others find out by looking, a moment later."""
        self._feed.look()
        try:
            await asyncio.wait_for(self._redis.publish(CHANNEL, b""), 1)
        except (redis.RedisError, OSError, asyncio.TimeoutError) as problem:
            logging.warning("no signal to the other replicas: %s", problem or type(problem).__name__)

    async def ping(self) -> None:
        await asyncio.wait_for(self._redis.ping(), 2)

    async def run(self) -> None:
        wait = 0.1
        while True:
            try:
                async with self._redis.pubsub() as subscription:
                    await subscription.subscribe(CHANNEL)
                    wait = 0.1
                    self._feed.look()
                    async for _ in subscription.listen():
                        self._feed.look()
            except (redis.RedisError, OSError) as problem:
                logging.warning("no Redis, next try in %.1f s: %s", wait, problem or type(problem).__name__)
            except Exception:
                logging.exception("the subscription failed")
            await asyncio.sleep(wait)
            wait = min(wait * 2, 3)
