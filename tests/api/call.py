"""A call of the API."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.api.document import OPERATIONS


@dataclass(frozen=True)
class Call:
    """What one operation is called with; path parameters by name."""

    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    json: dict[str, Any] | None = None
    files: dict[str, Any] | None = None

    async def by(self, client: httpx.AsyncClient, operation_id: str) -> httpx.Response:
        method, path, _operation = OPERATIONS[operation_id]
        return await client.request(
            method, path.format(**self.path), params=self.query, json=self.json, files=self.files
        )


# By operation: how to call it in a world.
