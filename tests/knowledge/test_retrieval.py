"""A question finds the passages that bear on it: of this shop, of this moment, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from shopify_app.db import Record
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.retrieval import Passage, retrieve, retrieve_orders
from shopify_app.knowledge.sources import delete_source
from shopify_app.knowledge.vectors import VectorIndex, collection_name
from shopify_app.local.services import free_port
from shopify_app.shops.directory import ShopNotInstalled
from tests.knowledge.chroma import OwnChroma
from tests.knowledge.hashing import HashingEmbedder
from tests.knowledge.indexed import NOW, index, namespace, put
from tests.knowledge.store import (
    collection,
    minutes_past,
    order,
    page,
    policy,
    product,
    variant,
)

SHIPPING = {
    "id": 502,
    "type": "SHIPPING_POLICY",
    "title": "Shipping policy",
    "body": (
        "<h2>Germany</h2><p>Parcels reach you in 2 to 3 working days for 4.90 €.</p>"
        "<h2>Norway</h2><p>Parcels reach you in 6 to 8 working days for 14 €; duties are extra.</p>"
    ),
}
PRODUCTS: list[dict[str, Any]] = [
    {"id": 101},
    {
        "id": 102,
        "title": "Snow Pillow",
        "handle": "snow-pillow",
        "product_type": "Pillows",
        "tags": "bedroom",
        "body_html": "<p>A soft pillow filled with wool and covered in organic cotton.</p>",
        "variants": [variant(1021, price="49.00")],
        "options": [{"name": "Title", "values": ["Default Title"]}],
    },
    {
        "id": 103,
        "title": "Skua Storm Coat",
        "handle": "skua-storm-coat",
        "product_type": "Coats",
        "tags": "rain",
        "body_html": "<p>Keeps the rain out on the roughest crossing; hood and taped seams.</p>",
        "variants": [variant(1031, "M", price="289.00"), variant(1032, "L", price="289.00")],
    },
]


@pytest.fixture
def stocked(record: Record, vectors: VectorIndex, embedder: Embedder, shop: str) -> str:
    products = (product(**fields) for fields in PRODUCTS)
    put(record, shop, *products, policy(), policy(**SHIPPING), page(), collection(), order())
    index(record, vectors, embedder)
    return shop


def ask(
    record: Record, vectors: VectorIndex, embedder: Embedder, shop: str, question: str, **more: Any
) -> Sequence[Passage]:
    return retrieve(record, vectors, embedder, shop, question, **more).passages


@pytest.mark.parametrize(
    ("question", "title", "heading"),
    [
        ("Can I send back something I have not worn?", "Refund policy", "Returns"),
        ("When is the money back on my card?", "Refund policy", "Refunds"),
        ("How long does delivery to Norway take?", "Shipping policy", "Norway"),
        ("something to keep me dry in bad weather", "Skua Storm Coat", ""),
        ("a cushion for my head", "Snow Pillow", ""),
        ("how should I clean my jumper?", "Care guide", ""),
        ("WM-1032-X", "Skua Storm Coat", ""),
        ("skau strom cote", "Skua Storm Coat", ""),
        ("a pilow", "Snow Pillow", ""),
        ("ein Kissen aus Wolle", "Snow Pillow", ""),
        ("combien coûte la livraison, Norway ?", "Shipping policy", "Norway"),
        ("How long do I have to send it back?", "Refund policy", "Returns"),
        ("something under $50", "Snow Pillow", ""),
    ],
)
def test_meaning_and_words_find_the_passage(
    record: Record,
    vectors: VectorIndex,
    embedder: Embedder,
    stocked: str,
    question: str,
    title: str,
    heading: str,
) -> None:
    first = ask(record, vectors, embedder, stocked, question)[0]

    assert (first.title, first.heading) == (title, heading)


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "How do I solve a quadratic equation?",
        "Who won the world cup in 2018?",
        "the of and",
        "",
        "🧣",
    ],
)
def test_a_question_no_store_can_answer_finds_nothing(
    record: Record, vectors: VectorIndex, embedder: Embedder, stocked: str, question: str
) -> None:
    assert ask(record, vectors, embedder, stocked, question) == ()


def test_a_passage_says_where_it_is_from_and_what_is_true_now(
    record: Record, vectors: VectorIndex, embedder: Embedder, stocked: str
) -> None:
    first = ask(record, vectors, embedder, stocked, "Do you have a wool pillow?")[0]

    assert (first.kind, first.source_id, first.title) == ("product", "102", "Snow Pillow")
    assert first.url == "https://woolmere.example/products/snow-pillow"
    assert first.facts == "Snow Pillow costs €49.00. Snow Pillow is in stock."
    assert "organic cotton" in first.text


def test_a_price_change_is_in_the_next_answer_without_indexing(
    record: Record, vectors: VectorIndex, embedder: Embedder, stocked: str
) -> None:
    cheaper = PRODUCTS[1] | {
        "updated_at": minutes_past(5).isoformat(),
        "variants": [variant(1021, price="39.00", quantity=0)],
    }

    put(record, stocked, product(**cheaper))

    first = ask(record, vectors, embedder, stocked, "Do you have a wool pillow?")[0]
    assert first.facts == "Snow Pillow costs €39.00. Snow Pillow is sold out."


def test_a_deleted_product_is_not_spoken_of_even_before_it_is_indexed_away(
    record: Record, vectors: VectorIndex, embedder: Embedder, stocked: str
) -> None:
    with record.write() as connection:
        delete_source(
            connection,
            stocked,
            kind="product",
            source_id="102",
            version_at=minutes_past(5),
            now=NOW,
        )

    found = ask(record, vectors, embedder, stocked, "Do you have a wool pillow?")

    assert "102" not in {passage.source_id for passage in found}


def test_scores_fall(
    record: Record, vectors: VectorIndex, embedder: Embedder, stocked: str
) -> None:
    scores = [each.score for each in ask(record, vectors, embedder, stocked, "wool for the bed")]

    assert len(scores) > 2
    assert scores == sorted(scores, reverse=True)


def test_no_more_than_asked_for_is_found(
    record: Record, vectors: VectorIndex, embedder: Embedder, stocked: str
) -> None:
    assert len(ask(record, vectors, embedder, stocked, "wool for the bed", limit=2)) == 2


def test_one_document_does_not_crowd_out_the_others(
    record: Record, vectors: VectorIndex, embedder: Embedder, shop: str
) -> None:
    body = "".join(f"<h2>Wool, part {n}</h2><p>Wool number {n} is soft wool.</p>" for n in range(9))
    put(record, shop, page(id=1, handle="all-wool", body_html=body), product())
    index(record, vectors, embedder)

    found = ask(record, vectors, embedder, shop, "soft wool")

    assert sum(each.source_id == "1" for each in found) == 2
    assert any(each.source_id == "101" for each in found)


def test_the_product_on_the_page_is_always_among_them(
    record: Record, vectors: VectorIndex, embedder: Embedder, stocked: str
) -> None:
    found = ask(
        record,
        vectors,
        embedder,
        stocked,
        "How long will it take to Norway?",
        page_product="skua-storm-coat",
        limit=3,
    )

    assert found[0].source_id == "103"
    assert found[0].facts.startswith("Skua Storm Coat costs €289.00.")
    assert len(found) <= 3


@pytest.mark.parametrize("handle", ["no-such-product", "", "' OR 1=1 --"])
def test_a_page_of_no_product_of_ours_adds_nothing(
    record: Record, vectors: VectorIndex, embedder: Embedder, stocked: str, handle: str
) -> None:
    question = "How long does delivery to Norway take?"

    assert ask(record, vectors, embedder, stocked, question, page_product=handle) == ask(
        record, vectors, embedder, stocked, question
    )


def test_orders_are_never_among_the_store_s_passages(
    record: Record, vectors: VectorIndex, embedder: Embedder, stocked: str
) -> None:
    found = ask(record, vectors, embedder, stocked, "Order #1001 of 20 February, 2 × Fjord Blanket")

    assert {passage.kind for passage in found} <= {"product", "policy", "page", "collection"}


def test_a_shop_that_left_is_not_answered_for(
    record: Record, vectors: VectorIndex, embedder: Embedder
) -> None:
    with pytest.raises(ShopNotInstalled):
        retrieve(record, vectors, embedder, "nobody.myshopify.com", "wool?")


# --- another shop --------------------------------------------------------------------------------


def test_nothing_of_another_shop_is_found(
    record: Record, vectors: VectorIndex, embedder: Embedder, stocked: str, other_shop: str
) -> None:
    put(record, other_shop, page(body_html="<p>The canary discount word is PLOVER.</p>"))
    index(record, vectors, embedder)

    for question in ("canary discount word", "PLOVER", "Wash wool by hand"):
        ours = ask(record, vectors, embedder, stocked, question)
        assert "PLOVER" not in " ".join(passage.text for passage in ours)
    assert "PLOVER" in ask(record, vectors, embedder, other_shop, "canary discount word")[0].text


def test_even_vectors_put_into_the_wrong_collection_are_not_told(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str, other_shop: str
) -> None:
    """What an index says is only believed of chunks that are this shop's in the record."""
    put(record, shop, page(id=1, handle="ours", body_html="<p>Our own words.</p>"))
    put(record, other_shop, page(id=2, handle="theirs", body_html="<p>The canary word.</p>"))
    index(record, vectors, hashing)
    theirs = collection_name(namespace(record, other_shop), hashing.name, "knowledge")
    ours = collection_name(namespace(record, shop), hashing.name, "knowledge")
    [leaked] = vectors.ids(theirs)
    vectors.upsert(ours, [leaked], hashing.embed(["canary word"]), ["page:2"])

    assert leaked in vectors.query(ours, hashing.embed(["canary word"])[0], limit=2)
    assert ask(record, vectors, hashing, shop, "canary word") == ()


# --- parts that fail -----------------------------------------------------------------------------


def test_without_chroma_words_answer(
    record: Record, embedder: Embedder, vectors: VectorIndex, stocked: str
) -> None:
    nowhere = VectorIndex(f"http://127.0.0.1:{free_port()}")

    found = retrieve(record, nowhere, embedder, stocked, "delivery to Norway, how many days?")

    assert found.degraded == ("vectors",)
    assert found.passages[0].heading == "Norway"


def test_a_chroma_that_hangs_is_not_waited_for(
    record: Record, own_chroma: OwnChroma, hashing: HashingEmbedder, shop: str
) -> None:
    vectors = VectorIndex(own_chroma.url)
    put(record, shop, policy())
    index(record, vectors, hashing)
    own_chroma.hang()

    found = retrieve(record, vectors, hashing, shop, "return unworn items")

    assert found.degraded == ("vectors",)
    assert found.passages[0].heading == "Returns"


@pytest.mark.parametrize("fault", [RuntimeError, MemoryError, ValueError])
def test_without_the_embedder_words_answer(
    record: Record,
    vectors: VectorIndex,
    hashing: HashingEmbedder,
    shop: str,
    fault: type[Exception],
) -> None:
    class Broken(HashingEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            raise fault

    put(record, shop, policy())
    index(record, vectors, hashing)

    found = retrieve(record, vectors, Broken(), shop, "return unworn items")

    assert found.degraded == ("embedder",)
    assert found.passages[0].heading == "Returns"


@pytest.mark.parametrize(
    "question",
    [
        "\ud800 lone surrogate",
        "nul \x00 nul",
        "w" * 50_000,
        "wool " * 10_000,
        "\u200b" * 10_000,
        "'; DROP TABLE chunks; --",
        '"scope" : "x" OR',
        "{{7*7}} %s {} \\",
    ],
)
def test_anything_may_be_asked(
    record: Record, vectors: VectorIndex, embedder: Embedder, shop: str, question: str
) -> None:
    put(record, shop, policy())
    index(record, vectors, embedder)

    retrieve(record, vectors, embedder, shop, question)


# --- a customer's own orders ---------------------------------------------------------------------


def bought(order_id: int, title: str, *, customer: int = 77, minutes: int = 0) -> Any:
    item = {"title": title, "variant_title": None, "quantity": 1, "product_id": 101}
    return order(
        id=order_id,
        name=f"#{order_id}",
        customer={"id": customer},
        line_items=[item],
        updated_at=minutes_past(minutes).isoformat(),
    )


@pytest.fixture
def with_orders(record: Record, vectors: VectorIndex, embedder: Embedder, shop: str) -> str:
    put(
        record,
        shop,
        bought(9001, "Fjord Wool Blanket"),
        bought(9002, "Skua Storm Coat", minutes=1),
        bought(9003, "Boot wax", minutes=2),
        bought(9100, "Skua Storm Coat", customer=88, minutes=3),
    )
    index(record, vectors, embedder)
    return shop


def test_the_order_with_the_item_meant_is_found(
    record: Record, vectors: VectorIndex, embedder: Embedder, with_orders: str
) -> None:
    found = retrieve_orders(record, vectors, embedder, with_orders, "77", "where is my rain coat?")

    assert found.order_ids[0] == "9002"


def test_nobody_else_s_orders_are_searched(
    record: Record, vectors: VectorIndex, embedder: Embedder, with_orders: str
) -> None:
    question = "where is the storm coat?"

    own = retrieve_orders(record, vectors, embedder, with_orders, "77", question)
    theirs = retrieve_orders(record, vectors, embedder, with_orders, "88", question)
    nobody = retrieve_orders(record, vectors, embedder, with_orders, "99", question)

    assert "9100" not in own.order_ids
    assert theirs.order_ids == ("9100",)
    assert nobody.order_ids == ()


def test_the_same_customer_id_in_another_shop_is_somebody_else(
    record: Record, vectors: VectorIndex, embedder: Embedder, with_orders: str, other_shop: str
) -> None:
    found = retrieve_orders(record, vectors, embedder, other_shop, "77", "my storm coat")

    assert found.order_ids == ()


def test_without_chroma_the_vectors_in_the_record_find_the_order(
    record: Record, vectors: VectorIndex, embedder: Embedder, with_orders: str
) -> None:
    nowhere = VectorIndex(f"http://127.0.0.1:{free_port()}")

    found = retrieve_orders(record, nowhere, embedder, with_orders, "77", "where is my rain coat?")

    assert found.order_ids[0] == "9002"
    assert found.degraded == ("vectors",)


# --- what is asked besides the words -------------------------------------------------------------


COATS: list[dict[str, Any]] = [
    {
        "id": number,
        "title": f"{name} Wool Coat",
        "handle": f"{name.lower()}-wool-coat",
        "product_type": "Coats",
        "body_html": f"<p>A warm coat of boiled wool, made in {place}.</p>",
        "options": [{"name": "Colour"}, {"name": "Size"}],
        "variants": [
            variant(number * 10 + n, colour, size, price=price, quantity=left)
            for n, (size, left) in enumerate(sizes.items())
        ],
    }
    for number, name, place, colour, price, sizes in (
        (201, "Fell", "Norway", "Black", "320.00", {"S": 3, "L": 3}),
        (202, "Tarn", "Wales", "Green", "140.00", {"S": 3, "L": 0}),
        (203, "Skerry", "Scotland", "Black", "90.00", {"S": 0, "L": 2}),
    )
]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("the cheapest wool coat", "Skerry Wool Coat"),
        ("your most expensive wool coat", "Fell Wool Coat"),
        ("a wool coat between $100 and $200", "Tarn Wool Coat"),
        ("a wool coat over 300 dollars", "Fell Wool Coat"),
        ("a green wool coat", "Tarn Wool Coat"),
        ("a cheapest black wool coat in size S", "Fell Wool Coat"),
        ("a wool coat not made in Scotland, under $150", "Tarn Wool Coat"),
    ],
)
def test_price_size_colour_and_what_is_not_wanted_decide_among_the_alike(
    record: Record,
    vectors: VectorIndex,
    embedder: Embedder,
    shop: str,
    question: str,
    title: str,
) -> None:
    put(record, shop, *(product(**fields) for fields in COATS))
    index(record, vectors, embedder)

    first = ask(record, vectors, embedder, shop, question)[0]

    assert (first.title, first.fits) == (title, True)


def test_what_misses_the_wish_is_still_there_and_says_so(
    record: Record, vectors: VectorIndex, embedder: Embedder, shop: str
) -> None:
    put(record, shop, *(product(**fields) for fields in COATS))
    index(record, vectors, embedder)

    found = ask(record, vectors, embedder, shop, "a wool coat under $20")

    assert len(found) == 3
    assert not any(each.fits for each in found)
