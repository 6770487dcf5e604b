"""The environment of a local Tote: a plain KEY=value file in the data directory."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet

from shopify_app.errors import InvalidInput


def read_env_file(path: Path) -> dict[str, str]:
    """The values of a KEY=value file; empty when there is none. Raises InvalidInput."""
    if not path.exists():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path} cannot be read: {type(error).__name__}") from error
    values = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, equals, value = line.partition("=")
        if not equals or not key.strip().isidentifier():
            raise InvalidInput(f"{path}, line {number}: expected KEY=value")
        values[key.strip()] = value.strip()
    return values


def write_env_file(path: Path, values: Mapping[str, str]) -> None:
    """Replace the file at once, readable by its owner alone: it holds development secrets."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("# Written by ./run for what the environment left unset; never printed.\n")
        file.writelines(f"{key}={value}\n" for key, value in sorted(values.items()))
    temporary.replace(path)


def development_values() -> dict[str, str]:
    """Fresh values for what a real deployment is given by Shopify and its operator."""
    return {
        "SHOPIFY_API_KEY": secrets.token_hex(16),
        "SHOPIFY_API_SECRET": secrets.token_hex(20),
        "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    }
