"""The one family of errors Tote raises on purpose."""


class ToteError(Exception):
    """Something was refused or failed, and we know what.

    `code` is the stable word that reaches clients and logs; `retryable` says whether the same
    call may succeed later. HTTP statuses are chosen in `web.errors`, nowhere else. The message
    is for people and never carries a secret or a personal datum.
    """

    code = "error"
    retryable = False

    def __init__(self, message: str, *, fields: dict[str, list[str]] | None = None) -> None:
        super().__init__(message)
        self.fields = fields or {}


class InvalidInput(ToteError):
    """What came in does not have the shape we ask for; `fields` names each fault."""

    code = "invalid_input"


class Unavailable(ToteError):
    """A part we stand on is down, slow or full; the same call may succeed later."""

    code = "unavailable"
    retryable = True
