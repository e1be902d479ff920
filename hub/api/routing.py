"""Operations of the API that know their models, and the routes that serve them."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from hub.api.answers import JSON
from hub.errors import HubError, MethodNotAllowed
from hub.identity import reader_of

PREFIX = "/api/v1"
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class ApiRoute:
    """One operation of the API. `path` is below ``/api/v1``; models of None mean no body.

    `errors` are those of the operation itself; what the caller, the address or the fields may have wrong
    goes without saying. `instead` are the models of answers with other statuses than `status`. `request_type` and
    `response_type` are the content types of the bodies.
    """

    method: str
    path: str
    endpoint: Endpoint
    summary: str
    request: type[BaseModel] | None = None
    response: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    status: int = 200
    errors: Sequence[type[HubError]] = ()
    instead: Mapping[int, type[BaseModel]] = field(default_factory=dict)
    description: str = ""
    request_type: str = JSON
    response_type: str = JSON
    public: bool = False


def mount(operations: Iterable[ApiRoute]) -> list[Route]:
    """The routes of all operations: one for each path."""
    by_path: dict[str, dict[str, ApiRoute]] = {}
    for operation in operations:
        by_path.setdefault(PREFIX + operation.path, {})[operation.method] = operation
    return [_PathRoute(path, by_method) for path, by_method in by_path.items()]


class _PathRoute(Route):
    """All methods of one path, so that whoever uses another one is told all the right ones (RFC 9110, 15.5.6)."""

    def __init__(self, path: str, operations: Mapping[str, ApiRoute]) -> None:
        async def dispatch(request: Request) -> Response:
            operation = operations["GET" if request.method == "HEAD" else request.method]
            if not operation.public:
                # Before anything is said about what was sent.
                reader_of(request)
            return await operation.endpoint(request)

        super().__init__(path, dispatch, methods=list(operations), name=path)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        allowed = sorted({*(self.methods or ()), "OPTIONS"})
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers={"Allow": ", ".join(allowed)})(scope, receive, send)
        elif scope["method"] not in allowed:
            raise MethodNotAllowed(allowed)
        else:
            await super().handle(scope, receive, send)
