"""What the application is told from outside."""

from dataclasses import dataclass, field
from typing import Mapping


@dataclass(frozen=True)
class Settings:
    title: str
    tenant: str
    host: str
    instance: str
    instance_name: str
    template: str
    replica: str
    db_host: str
    db_password: str = field(repr=False)
    redis_host: str
    port: int
    uploads: str
    upload_limit_bytes: int

    @staticmethod
    def read(env: Mapping[str, str], replica: str) -> "Settings":
        password = env.get("AGENDA_DB_PASSWORD", "")
        if not password:
            raise SystemExit("AGENDA_DB_PASSWORD: missing (expected: the database's password)")
        return Settings(
            title=env.get("AGENDA_TITLE") or "General assembly",
            tenant=env.get("TENANTRY_TENANT_TITLE") or env.get("TENANTRY_TENANT") or "",
            host=env.get("TENANTRY_HOST", ""),
            instance=header_safe(env.get("TENANTRY_INSTANCE_ID") or "unknown"),
            instance_name=env.get("TENANTRY_INSTANCE", ""),
            template=env.get("TENANTRY_TEMPLATE") or "agenda",
            replica=replica,
            db_host=env.get("AGENDA_DB_HOST", "db"),
            db_password=password,
            redis_host=env.get("AGENDA_REDIS_HOST", "cache"),
            port=int(env.get("AGENDA_PORT", "8000")),
            uploads=env.get("AGENDA_UPLOADS", "/uploads"),
            upload_limit_bytes=int(env.get("AGENDA_UPLOAD_LIMIT_MIB", "256")) * 1024 * 1024,
        )


def header_safe(value: str) -> str:
    return "".join(c for c in value if c.isascii() and (c.isalnum() or c in "-._")) or "unknown"
