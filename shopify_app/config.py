"""Settings: the environment, read once, validated, frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from redis.connection import parse_url as parse_redis_url
from sqlalchemy.engine import make_url

from shopify_app.errors import ToteError

DEFAULT_CLAUDE_MODEL = "claude-haiku-5-5"
DEFAULT_SHOPIFY_API_VERSION = "2026-10"

Value = TypeVar("Value")


class InvalidSettings(ToteError):
    """The environment is not one Tote can start in; the message names every fault at once."""

    code = "invalid_settings"


@dataclass(frozen=True)
class Settings:
    """What the operator decided. Secrets are left out of `repr`."""

    api_key: str
    api_secrets: tuple[str, ...] = field(repr=False)
    """Shopify's client secrets, newest first: the current one and, while it rotates, the old."""
    app_url: str
    api_version: str
    admin_url: str
    """Where a shop's Admin API is, with `{shop}` for its domain."""
    anthropic_api_key: str | None = field(repr=False)
    anthropic_base_url: str | None
    claude_model: str
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    chroma_url: str
    encryption_keys: tuple[str, ...] = field(repr=False)
    """Fernet keys, newest first."""
    data_dir: Path


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read and check the environment. Raises InvalidSettings naming every fault at once."""
    faults: list[str] = []

    def read(name: str, default: str | None = None, check: Callable[[str], None] = _any) -> str:
        value = environ.get(name, "").strip() or default
        if value is None:
            faults.append(f"{name} is not set")
            return ""
        try:
            check(value)
        except ValueError as error:
            faults.append(f"{name} {error}")
        return value

    def read_optional(name: str, check: Callable[[str], None] = _any) -> str | None:
        return read(name, "", check) or None

    data_dir = Path(read("TOTE_DATA_DIR", "var")).absolute()
    secret = read("SHOPIFY_API_SECRET")
    old_secret = read_optional("SHOPIFY_API_SECRET_OLD")
    settings = Settings(
        api_key=read("SHOPIFY_API_KEY"),
        api_secrets=tuple(part for part in (secret, old_secret) if part),
        app_url=read("APP_URL", check=_http_url).rstrip("/"),
        api_version=read("SHOPIFY_API_VERSION", DEFAULT_SHOPIFY_API_VERSION, _api_version),
        admin_url=read("SHOPIFY_ADMIN_URL", "https://{shop}", _admin_url).rstrip("/"),
        anthropic_api_key=read_optional("ANTHROPIC_API_KEY"),
        anthropic_base_url=read_optional("ANTHROPIC_BASE_URL", _http_url),
        claude_model=read("CLAUDE_MODEL", DEFAULT_CLAUDE_MODEL),
        database_url=read("DATABASE_URL", f"sqlite:///{data_dir / 'tote.db'}", _database_url),
        redis_url=read("REDIS_URL", check=_redis_url),
        chroma_url=read("CHROMA_URL", check=_http_url).rstrip("/"),
        encryption_keys=tuple(
            key.strip() for key in read("ENCRYPTION_KEYS", check=_fernet_keys).split(",")
        ),
        data_dir=data_dir,
    )
    if faults:
        raise InvalidSettings("settings: " + "; ".join(faults))
    return settings


def _any(_value: str) -> None:
    return None


def _http_url(value: str) -> None:
    if not value:
        return
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an http:// or https:// address")
    if parts.query or parts.fragment:
        raise ValueError("must have no query and no fragment")


def _admin_url(value: str) -> None:
    _http_url(value.replace("{shop}", "shop.myshopify.com"))


def _api_version(value: str) -> None:
    year, _, month = value.partition("-")
    if not (year.isdigit() and len(year) == 4 and month in ("01", "04", "07", "10")):
        raise ValueError("must be a Shopify version such as 2026-10")


def _database_url(value: str) -> None:
    try:
        backend = make_url(value).get_backend_name()
    except Exception as error:
        raise ValueError("is not a database address") from error
    if backend not in ("sqlite", "postgresql"):
        raise ValueError("must be sqlite:///… or postgresql://…")


def _redis_url(value: str) -> None:
    if not value.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("must be a redis://, rediss:// or unix:// address")
    parse_redis_url(value)  # type: ignore[no-untyped-call]


def _fernet_keys(value: str) -> None:
    try:
        for key in value.split(","):
            Fernet(key.strip())
    except ValueError as error:
        raise ValueError("must be Fernet keys separated by commas") from error
