"""Errors that people may see: each carries a status, a stable code and a sentence in the reader's language."""

from collections.abc import Iterable

from hub.i18n import _


class HubError(Exception):
    """Something a person did cannot be done. Subclasses set `status` and `code` and say why in `message`."""

    status = 400
    code = "bad_request"

    def message(self) -> str:
        """One sentence in the language of the current request."""
        return _("That request was not understood.")

    def details(self) -> dict[str, object]:
        """What a program needs to go on, such as the thing that stood in the way."""
        return {}

    def headers(self) -> dict[str, str]:
        """What the answer has to carry besides its body."""
        return {}

    def __str__(self) -> str:
        return self.message()


class SignInRequired(HubError):
    status = 401
    code = "sign_in_required"

    def message(self) -> str:
        return _("Please sign in.")

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": "Bearer"}


class Forbidden(HubError):
    """The thing is visible to the reader, the action is not theirs."""

    status = 403
    code = "forbidden"

    def message(self) -> str:
        return _("You may see this, but you are not allowed to do that.")


class CrossSite(HubError):
    """A browser sent a form from another site."""

    status = 403
    code = "cross_site"

    def message(self) -> str:
        return _("This form was sent from another site and has been refused.")


class NotFound(HubError):
    """The thing does not exist, or this reader may not know that it does: the same answer for both."""

    status = 404
    code = "not_found"

    def message(self) -> str:
        return _("There is nothing here that you can see.")


class MethodNotAllowed(HubError):
    """`allowed` are the methods that the address takes."""

    status = 405
    code = "method_not_allowed"

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        super().__init__()
        self.allowed = tuple(allowed)

    def message(self) -> str:
        return _("That cannot be done at this address.")

    def headers(self) -> dict[str, str]:
        return {"Allow": ", ".join(self.allowed)} if self.allowed else {}


class Conflict(HubError):
    status = 409
    code = "conflict"

    def message(self) -> str:
        return _("Somebody else changed this in the meantime.")


class UidTaken(Conflict):
    """A `uid` was used before for other content or by somebody else."""

    code = "uid_taken"

    def message(self) -> str:
        return _("This identifier was already used for something else.")


class TooLarge(HubError):
    """`limit` is the largest allowed size in bytes."""

    status = 413
    code = "too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    def message(self) -> str:
        return _("That is too large: at most %(limit)s MB are allowed.") % {
            "limit": f"{self.limit / 1024 / 1024:g}"
        }


class InvalidInput(HubError):
    """Fields that need another value: `errors` maps a field's name to a sentence, `values` holds what was sent."""

    status = 422
    code = "invalid"

    def __init__(self, errors: dict[str, str], values: dict[str, object] | None = None) -> None:
        super().__init__(errors)
        self.errors = errors
        self.values = values or {}

    def message(self) -> str:
        return _("Please check the marked fields.")


class TooMany(HubError):
    """Too many tries; `retry_after` seconds until the next one is looked at."""

    status = 429
    code = "too_many"

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after

    def message(self) -> str:
        return _("Too many tries. Please wait %(seconds)s seconds.") % {"seconds": self.retry_after}

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after)}


class DatabaseAway(HubError):
    """Nothing can be read or written just now; whether the last write was committed is not known."""

    status = 503
    code = "database_away"

    def message(self) -> str:
        return _("The hub cannot reach its database at the moment.")

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "5"}
