"""Lists in pages by number."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from tortoise.models import Model
from tortoise.queryset import QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page of a list: `number` counts from 1 to `pages`, `total` is the length of the whole list."""

    rows: list[M]
    number: int
    pages: int
    total: int


async def page_of(found: QuerySet[M], number: int, per_page: int) -> Page[M]:
    """The page `number` of `found`, or its last page when there are fewer."""
    total = await found.count()
    pages = max(1, -(-total // per_page))
    number = min(number, pages)
    return Page(await found.offset((number - 1) * per_page).limit(per_page), number, pages, total)
