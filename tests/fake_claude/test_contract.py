"""The stand-in speaks as Anthropic's published client expects, and refuses what the API refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import anthropic
import httpx2
import pytest
from anthropic.types import RawMessageStreamEvent
from pydantic import TypeAdapter

from tests.fake_claude import Act, FakeClaude

EVENTS = TypeAdapter(RawMessageStreamEvent)
KEYS = ("type", "index", "delta", "content_block", "message", "usage")


@pytest.fixture
def fake() -> Iterator[FakeClaude]:
    with FakeClaude() as server:
        yield server


@pytest.fixture
def client(fake: FakeClaude) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(api_key="a-key", base_url=fake.url, max_retries=0) as client:
        yield client


def search_result(text: str, *, source: str = "https://woolmere.example/a") -> dict[str, Any]:
    return {
        "type": "search_result",
        "source": source,
        "title": "Returns",
        "content": [{"type": "text", "text": text}],
        "citations": {"enabled": True},
    }


def ask(client: anthropic.Anthropic, *blocks: dict[str, Any]) -> Any:
    content: list[Any] = [*blocks, {"type": "text", "text": "How long?"}]
    return client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=100,
        messages=[{"role": "user", "content": content}],
        stream=True,
    )


def test_every_event_is_one_of_the_published_types_to_the_letter(
    client: anthropic.Anthropic,
) -> None:
    stream = ask(client, search_result("Within 30 days. Not later."))
    raw = [event.json() for event in anthropic.Stream.raw_events(stream.response)]

    told = [event for event in raw if event["type"] != "ping"]

    for event in told:
        EVENTS.validate_python(event, strict=True)
        assert set(event) <= set(KEYS)
    assert [event["type"] for event in told] == [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]


def test_the_published_client_assembles_the_message_with_its_citation(
    client: anthropic.Anthropic,
) -> None:
    blocks: list[Any] = [search_result("Ships in 3 days."), {"type": "text", "text": "When?"}]

    with client.messages.stream(
        model="claude-haiku-5-5", max_tokens=100, messages=[{"role": "user", "content": blocks}]
    ) as stream:
        message = stream.get_final_message()

    block = message.content[0]
    assert block.type == "text"
    assert block.text == "Ships in 3 days."
    assert block.citations
    assert block.citations[0].type == "search_result_location"
    assert block.citations[0].source == "https://woolmere.example/a"
    assert message.stop_reason == "end_turn"


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (Act("rate_limited", retry_after_s=2), anthropic.RateLimitError),
        (Act("overloaded"), anthropic.OverloadedError),
        (Act("server_error"), anthropic.InternalServerError),
        (Act("wrong_key"), anthropic.AuthenticationError),
    ],
    ids=["429", "529", "500", "401"],
)
def test_a_refusal_before_the_stream_is_the_clients_own_error(
    client: anthropic.Anthropic, fake: FakeClaude, act: Act, error: type[Exception]
) -> None:
    fake.play(act)

    with pytest.raises(error):
        ask(client)


def test_a_spend_limit_is_told_apart_by_its_code(
    client: anthropic.Anthropic, fake: FakeClaude
) -> None:
    fake.play(Act("spend_limit"))

    with pytest.raises(anthropic.RateLimitError) as caught:
        ask(client)

    assert caught.value.error_code == "enforced_spend_limit_reached"
    assert "retry-after" not in caught.value.response.headers


def test_an_error_in_mid_stream_has_status_200_and_a_type(
    client: anthropic.Anthropic, fake: FakeClaude
) -> None:
    fake.play(Act("error_midway"))

    with pytest.raises(anthropic.APIStatusError) as caught:
        list(ask(client))

    assert (caught.value.status_code, caught.value.type) == (200, "overloaded_error")


@pytest.mark.parametrize(
    ("act", "error"),
    [("cut_midway", httpx2.RemoteProtocolError), ("garbage", ValueError)],
)
def test_a_broken_stream_raises_what_is_no_error_of_the_client(
    client: anthropic.Anthropic, fake: FakeClaude, act: str, error: type[Exception]
) -> None:
    fake.play(Act(act))

    with pytest.raises(error) as caught:
        list(ask(client))

    assert not isinstance(caught.value, anthropic.APIError)


def test_a_stream_that_ends_early_raises_nothing_at_all(
    client: anthropic.Anthropic, fake: FakeClaude
) -> None:
    fake.play(Act("clean_end"))

    events = list(ask(client))

    assert events[-1].type != "message_stop"


def test_the_prefix_of_a_second_request_is_read_from_the_cache(fake: FakeClaude) -> None:
    first, second, other = (
        fake.usage_of({"system": [{"text": text, "cache_control": {"type": "ephemeral"}}]})
        for text in ("Rules of Woolmere" * 50, "Rules of Woolmere" * 50, "Rules of Fjell" * 50)
    )

    assert first["cache_read_input_tokens"] == 0
    assert second["cache_read_input_tokens"] == first["cache_creation_input_tokens"] > 0
    assert other["cache_read_input_tokens"] == 0


@pytest.mark.parametrize(
    "fault",
    [
        {"messages": []},
        {"messages": [{"role": "assistant", "content": "Hello"}]},
        {"messages": [{"role": "user", "content": " "}]},
        {"messages": [{"role": "user", "content": [{**search_result("x"), "title": ""}]}]},
        {"model": ""},
    ],
    ids=["no messages", "begins with the assistant", "blank text", "no title", "no model"],
)
def test_it_refuses_what_the_api_refuses(fake: FakeClaude, fault: dict[str, Any]) -> None:
    request = {
        "model": "claude-haiku-5-5",
        "max_tokens": 10,
        "stream": True,
        "messages": [{"role": "user", "content": "Hello"}],
        **fault,
    }

    response = httpx2.post(
        f"{fake.url}/v1/messages",
        json=request,
        headers={"x-api-key": "a-key", "anthropic-version": "2023-06-01"},
    )

    assert response.status_code == 400
    assert fake.requests == []
