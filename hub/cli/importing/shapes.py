"""What a line of an imported file may hold. Fields that are not named here are passed over."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError

from discussions.writing import Body, Title
from hub.accounts.naming import LONGEST_NAME
from hub.text import Line, Prose
from hub.vocabulary import operations as vocabulary
from knowledge.defects.forms import LONGEST_BODY

_MOST_REASONS = 3


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _with_zone(moment: datetime) -> datetime:
    """Dates without a time zone are UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


SourceId = Annotated[str, BeforeValidator(_as_text), Field(min_length=1, max_length=500)]
Moment = Annotated[datetime, AfterValidator(_with_zone)]
Name = Annotated[str, Line(LONGEST_NAME)]
Tag = Annotated[str, Line(vocabulary.LONGEST_NAME)]


class ImportedReply(BaseModel):
    author: Name
    body: Body
    created: Moment | None = None
    accepted: bool = False


class ImportedThread(BaseModel):
    """A line of a threads file. `id` is the source's own, unique in its space."""

    id: SourceId
    title: Title
    body: Body
    author: Name
    created: Moment | None = None
    tags: list[Tag] = []
    replies: list[ImportedReply] = []


class ImportedArticle(BaseModel):
    """A line of an articles file. Title and body are checked by the kind of article they become."""

    id: SourceId
    title: str
    body: str
    author: Name | None = None
    created: Moment | None = None
    tags: list[Tag] = []


def _none_is_blank(value: object) -> object:
    return "" if value is None else value


Word = Annotated[str, BeforeValidator(_none_is_blank), Line(60, min_length=0)]


class ImportedDefect(BaseModel):
    """A line of a defects file. What the source calls the severity, status and resolution is mapped to ours."""

    id: SourceId
    title: Annotated[str, Line(1000)]
    body: Annotated[str, BeforeValidator(_none_is_blank), Prose(LONGEST_BODY)] = ""
    author: Name | None = None
    severity: Word = ""
    status: Word = ""
    resolution: Word = ""
    version: Word = ""
    created: Moment | None = None
    resolved: Moment | None = None


def reasons(error: ValidationError) -> str:
    """What is wrong with a line, in one line."""
    found = [
        f"{'.'.join(map(str, one['loc'])) or 'line'}: {one['msg']}"
        for one in error.errors(include_url=False, include_input=False)
    ]
    more = f"; and {len(found) - _MOST_REASONS} more" if len(found) > _MOST_REASONS else ""
    return "; ".join(found[:_MOST_REASONS]) + more
