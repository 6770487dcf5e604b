"""Reading a bulk operation's file: its lines, however they come, and only for so long."""

from collections.abc import Iterator

import pytest

from shopify_app.shopify import bulk
from shopify_app.shopify.bulk import BulkFailed, download_lines
from tests.shopify.speaking import Reply, Speaker, speaking


@pytest.fixture
def storage() -> Iterator[Speaker]:
    with speaking() as speaker:
        yield speaker


def test_lines_are_read_without_the_empty_ones_and_without_an_end_to_the_last(
    storage: Speaker,
) -> None:
    long = "x" * 200_000  # in several pieces
    storage.replies = [Reply(f'{{"id":"a"}}\n\n{long}\n  \n{{"id":"ü"}}'.encode())]

    assert list(download_lines(storage.url)) == ['{"id":"a"}', long, '{"id":"ü"}']


def test_a_file_that_never_ends_is_given_up(
    storage: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of its bytes comes in time; only a clock of our own notices."""
    monkeypatch.setattr(bulk, "DOWNLOAD_S", 1.0)
    storage.replies = [Reply(b'{"id":"a"}\n', drips=True)]

    with pytest.raises(BulkFailed, match="too slowly"):
        list(download_lines(storage.url))

    assert not storage.silenced.is_set()


def test_a_line_without_an_end_is_given_up(
    storage: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_LINE_BYTES", 1000)
    storage.replies = [Reply(b"x" * 2000)]

    with pytest.raises(BulkFailed, match="too large"):
        list(download_lines(storage.url))
