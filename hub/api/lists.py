"""Lists come in pages, and a cursor leads from each to the next."""

import base64
import json
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, TypeAdapter
from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from hub.api.requests import Body
from hub.errors import InvalidInput
from hub.i18n import _
from hub.text import Line

T = TypeVar("T")
Row = TypeVar("Row", bound=Model)

PAGE = 30
LONGEST_PAGE = 100


def _in_utc(moment: datetime) -> datetime:
    """The first and last hours of the calendar have no UTC."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("out of range") from error


# Parts of cursors. A cursor may hold anything that somebody made up; these hold what the database understands.
RowId = Annotated[int, Field(ge=0, lt=2**63)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class Paging(Body):
    """Where a page of a list begins and how long it is."""

    cursor: Annotated[
        Annotated[str, Line(200)] | None,
        Field(description="`next_cursor` of the page before; left out for the first page."),
    ] = None
    limit: Annotated[int, Field(ge=1, le=LONGEST_PAGE, description="The most items of a page.")] = PAGE


class Page(BaseModel, Generic[T]):
    """A page of a list."""

    items: list[T]
    next_cursor: Annotated[str | None, Field(description="Leads to the next page; null on the last.")]


async def latest_first(
    rows: QuerySet[Row], column: str, wanted: Paging, *, by_uid: bool = False
) -> tuple[list[Row], str | None]:
    """The page that is asked for of `rows` by the moment in `column`, and the cursor of the page after it.

    A cursor can be read. `by_uid` is for confidential things, of which row ids would tell how many others there are.
    """
    found = await _from_cursor(rows, column, wanted, by_uid=by_uid)
    page = found[: wanted.limit]
    if len(found) == len(page):
        return page, None
    last = page[-1]
    return page, encode_cursor(getattr(last, column).isoformat(), str(_uid(last)) if by_uid else last.pk)


async def latest_ids(rows: QuerySet[Row], column: str, wanted: Paging) -> tuple[list[int], str | None]:
    """The ids of what `latest_first` gives, and the same cursor."""
    found: list[tuple[int, datetime]] = await _from_cursor(rows, column, wanted).values_list("id", column)
    page = [id_ for id_, _at in found[: wanted.limit]]
    if len(found) == len(page):
        return page, None
    id_, at = found[wanted.limit - 1]
    return page, encode_cursor(at.isoformat(), id_)


def _from_cursor(rows: QuerySet[Row], column: str, wanted: Paging, *, by_uid: bool = False) -> QuerySet[Row]:
    """The rows of the page that is asked for, and one more that tells whether another page follows."""
    tie, shape = ("uid", UUID) if by_uid else ("id", RowId)
    if wanted.cursor:
        at, last = decode_cursor(wanted.cursor, tuple[Moment, shape])  # type: ignore[valid-type]
        rows = rows.filter(Q(**{f"{column}__lt": at}) | Q(**{column: at, f"{tie}__lt": last}))
    return rows.order_by(f"-{column}", f"-{tie}").limit(wanted.limit + 1)


def _uid(row: Any) -> UUID:
    return UUID(str(row.uid))


def encode_cursor(*position: Any) -> str:
    """An opaque place in a list, to be sent back as ``cursor``."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, shape: type[Any]) -> Any:
    """The place that `encode_cursor` made, validated as `shape`; InvalidInput for anything else."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return TypeAdapter(shape).validate_json(base64.urlsafe_b64decode(padded))
    except ValueError as error:
        raise InvalidInput({"cursor": _("This cursor did not come from here.")}) from error
