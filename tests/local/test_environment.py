"""The KEY=value file of a data directory."""

import stat
from argparse import Namespace
from pathlib import Path

import pytest

from shopify_app.config import InvalidSettings, load_settings
from shopify_app.errors import InvalidInput
from shopify_app.local.__main__ import prepare_environment
from shopify_app.local.environment import development_values, read_env_file, write_env_file


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "env"

    write_env_file(path, {"B": "two=2", "A": "one"})

    assert read_env_file(path) == {"A": "one", "B": "two=2"}


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "env"

    write_env_file(path, development_values())

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "env"
    path.write_text("# fine\nA=1\nnonsense\n")

    with pytest.raises(InvalidInput, match="line 3"):
        read_env_file(path)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "env").write_bytes(b"SHOPIFY_API_KEY=\xff\xfe\n")

    with pytest.raises(InvalidInput, match="env cannot be read"):
        read_env_file(tmp_path / "env")


def test_all_faults_of_the_settings_are_named_at_once() -> None:
    environ = {"APP_URL": "ftp://x", "DATABASE_URL": "mysql://x", "ENCRYPTION_KEYS": "short"}

    with pytest.raises(InvalidSettings) as caught:
        load_settings(environ)

    for name in (
        "SHOPIFY_API_KEY",
        "SHOPIFY_API_SECRET",
        "APP_URL",
        "DATABASE_URL",
        "REDIS_URL",
        "CHROMA_URL",
        "ENCRYPTION_KEYS",
    ):
        assert name in str(caught.value)


def test_settings_never_print_a_secret() -> None:
    secret_values = development_values() | {"SHOPIFY_API_SECRET_OLD": "the-old-secret"}
    environ = {
        **secret_values,
        "APP_URL": "http://127.0.0.1:8000",
        "REDIS_URL": "redis://:hidden-password@127.0.0.1:1/0",
        "CHROMA_URL": "http://127.0.0.1:2",
        "ANTHROPIC_API_KEY": "sk-ant-secret",
        "DATABASE_URL": "postgresql://tote:hidden-password@127.0.0.1/tote",
    }

    printed = repr(load_settings(environ))

    for secret in (
        secret_values["SHOPIFY_API_SECRET"],
        secret_values["ENCRYPTION_KEYS"],
        "the-old-secret",
        "sk-ant-secret",
        "hidden-password",
    ):
        assert secret not in printed


def test_while_a_secret_rotates_both_are_accepted_newest_first() -> None:
    environ = {
        **development_values(),
        "SHOPIFY_API_SECRET": "new",
        "SHOPIFY_API_SECRET_OLD": "old",
        "APP_URL": "http://127.0.0.1:8000",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "CHROMA_URL": "http://127.0.0.1:2",
    }

    assert load_settings(environ).api_secrets == ("new", "old")


def test_without_the_demo_shopify_itself_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOPIFY_ADMIN_URL", raising=False)
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6379")
    monkeypatch.setenv("CHROMA_URL", "http://127.0.0.1:8500")

    with_demo, _ = prepare_environment(Namespace(port=8000, no_demo=False), tmp_path)
    without, _ = prepare_environment(Namespace(port=8000, no_demo=True), tmp_path)

    assert with_demo["SHOPIFY_ADMIN_URL"] == "http://127.0.0.1:8000/demo/shopify/{shop}"
    assert "SHOPIFY_ADMIN_URL" not in without
    assert "SHOPIFY_ADMIN_URL" not in read_env_file(tmp_path / "env")
    assert without["SHOPIFY_API_SECRET"] == with_demo["SHOPIFY_API_SECRET"]


def test_a_stand_in_of_the_operators_own_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOPIFY_ADMIN_URL", raising=False)
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6379")
    monkeypatch.setenv("CHROMA_URL", "http://127.0.0.1:8500")
    (tmp_path / "env").write_text("SHOPIFY_ADMIN_URL=http://127.0.0.1:9/{shop}\n")

    environ, _ = prepare_environment(Namespace(port=8000, no_demo=True), tmp_path)

    assert environ["SHOPIFY_ADMIN_URL"] == "http://127.0.0.1:9/{shop}"
