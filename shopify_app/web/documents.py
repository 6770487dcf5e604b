"""The merchant's JSON API of what is indexed: documents and their passages."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length, OneOf

from shopify_app import web
from shopify_app.knowledge.browsing import list_documents, open_document
from shopify_app.shopify.text import clean_json, clean_text
from shopify_app.web.bodies import load
from shopify_app.web.merchants import merchant_of_call

doors = Blueprint("documents", __name__, url_prefix="/api")


class DocumentsWanted(Schema):
    """Which documents to list."""

    class Meta:
        unknown = EXCLUDE

    kind = fields.String(load_default="", validate=Length(max=16))
    q = fields.String(load_default="", validate=Length(max=200))
    after = fields.String(load_default="", validate=Length(max=100))


class DocumentEntrySchema(Schema):
    kind = fields.String(metadata={"example": "policy"})
    id = fields.String()
    title = fields.String()
    url = fields.String(allow_none=True)
    state = fields.String(validate=OneOf(["indexed", "waiting", "error"]))
    error = fields.String(allow_none=True)
    indexed_at = fields.DateTime(allow_none=True)


class DocumentPageSchema(Schema):
    documents = fields.List(fields.Nested(DocumentEntrySchema))
    next = fields.String(allow_none=True, metadata={"description": "`after` of the next page"})


class PassageSchema(Schema):
    heading = fields.String()
    text = fields.String()


class OpenedDocumentSchema(Schema):
    entry = fields.Nested(DocumentEntrySchema)
    passages = fields.List(fields.Nested(PassageSchema))


@doors.get("/knowledge/documents")
def documents() -> Response:
    """The documents that may be found, with their state."""
    merchant = merchant_of_call()
    wanted = load(DocumentsWanted(), clean_json(request.args.to_dict()))
    with web.parts().record.read() as connection:
        page = list_documents(
            connection,
            merchant.shop,
            kind=wanted["kind"],
            query=wanted["q"].strip(),
            after=wanted["after"],
        )
    return jsonify(DocumentPageSchema().dump(asdict(page)))


@doors.get("/knowledge/documents/<kind>/<source_id>")
def document(kind: str, source_id: str) -> Response:
    """One document with its passages as they are searched."""
    merchant = merchant_of_call()
    with web.parts().record.read() as connection:
        opened = open_document(connection, merchant.shop, clean_text(kind), clean_text(source_id))
    return jsonify(OpenedDocumentSchema().dump(asdict(opened)))
