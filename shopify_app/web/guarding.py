"""What is settled before any view: crawlers have no business in the admin, and extensions of
Shopify's admin, which run on other origins, may call the API. As Shopify's own libraries do it.
"""

from __future__ import annotations

import re

from flask import Response, request

from shopify_app.errors import ToteError
from shopify_app.web import merchants

CRAWLER = re.compile(
    r"(?<!\bcu)bot\b|crawl|spider|slurp|facebookexternalhit|archiver|scrapy|curl/|wget/|python-requests",
    re.IGNORECASE,
)
"""Not Cubot's, which are telephones."""
SHOPIFYS_OWN = ("Shopify POS/", "Shopify Mobile/")
"""They show the admin in a browser of their own, whatever else its name says."""

REAUTHORIZE = "X-Shopify-API-Request-Failure-Reauthorize-Url"


class NotForCrawlers(ToteError):
    """There is nothing to index here."""

    code = "gone"


def refuse_crawlers() -> None:
    """The admin's pages are gone for whoever indexes the web, and not for who is signed in,
    whatever they look with. Raises NotForCrawlers."""
    agent = request.headers.get("User-Agent", "")
    if not CRAWLER.search(agent) or any(each in agent for each in SHOPIFYS_OWN):
        return
    if not merchants.is_signed_in():
        raise NotForCrawlers("this is the merchant's admin, there is nothing to index")


def answer_preflight() -> Response | None:
    """The browser asks whether another origin may call the API."""
    if request.method != "OPTIONS" or not request.path.startswith("/api/"):
        return None
    response = Response(status=204)
    response.headers["Access-Control-Max-Age"] = "7200"
    response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    response.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, DELETE"
    return response


def open_to_extensions(response: Response) -> Response:
    """Any origin may read what the API answers: only who has a session token is answered, and no
    cookie goes with a call."""
    if request.path.startswith("/api/"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = REAUTHORIZE
    return response
