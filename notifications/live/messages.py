"""What clients and gateway say to each other, as JSON text."""

import json
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictInt,
    StringConstraints,
    ValidationError,
    model_validator,
)

from hub.i18n import _, in_locale
from hub.web.sockets import framed

MOST_TOPICS = 50
LONGEST_MESSAGE = 4096

INBOX = "inbox"
THREADS = "threads"
ARTICLES = "articles"
DEFECTS = "defects"
# Everybody may subscribe to these; what each person hears there is another matter.
FOR_ALL = (INBOX, THREADS, ARTICLES, DEFECTS)

Topic = Annotated[str, StringConstraints(max_length=60)]

_LARGEST_EXACT_NUMBER = 2**53 - 1


class BadMessage(Exception):
    """A client sent something that is not one of our messages."""


class ClientMessage(BaseModel):
    """A message from a client: exactly one of the fields."""

    model_config = ConfigDict(extra="forbid")

    subscribe: list[Topic] | None = Field(None, max_length=MOST_TOPICS)
    unsubscribe: list[Topic] | None = Field(None, max_length=MOST_TOPICS)
    typing: Topic | None = None
    ping: StrictInt | None = Field(None, ge=-_LARGEST_EXACT_NUMBER, le=_LARGEST_EXACT_NUMBER)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if len(self.model_fields_set) != 1 or getattr(self, next(iter(self.model_fields_set))) is None:
            raise ValueError("a message says exactly one thing")
        return self


def read(text: str | None) -> ClientMessage:
    """The message in a text frame; BadMessage for anything else. `text` is None for a binary frame."""
    if text is None or len(text) > LONGEST_MESSAGE:
        raise BadMessage
    try:
        return ClientMessage.model_validate_json(text)
    except ValidationError as error:
        raise BadMessage from error


def encode(message: dict[str, Any]) -> bytes:
    """A message as it goes over the wire."""
    return framed(json.dumps(message, ensure_ascii=False, separators=(",", ":")))


def frame(topic: str, event: str, id_: str, html: str = "", **more: Any) -> bytes:
    """One event as it goes over the wire."""
    return encode({"topic": topic, "event": event, "id": id_, "html": html, **more})


def error(code: str, locale: str) -> bytes:
    """Tells the client why its last message did nothing."""
    with in_locale(locale):
        texts = {
            "bad_message": _("This message was not understood."),
            "too_many_messages": _("Too many messages in a short time."),
            "too_many_topics": _("Too many topics on one connection."),
            "unexpected": _("Something went wrong on our side. Please try again."),
        }
        return encode({"error": {"code": code, "message": texts[code]}})
