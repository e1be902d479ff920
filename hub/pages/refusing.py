"""Pages with a form: empty at first, and again with what was typed when it was refused."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hub.errors import HubError
from hub.pages.rendering import error_context, render


async def form_page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    values: dict[str, Any] | None = None,
    **context: Any,
) -> Response:
    """The page of a form as it is first shown: `values` by field, no errors yet."""
    return await render(
        request, template, status=status, values=values or {}, errors={}, error=None, **context
    )


async def refused(request: Request, error: HubError, template: str, **context: Any) -> Response:
    """The form's page with the error beside its fields and the status of the error.

    The template finds `errors` by field, `error`, and `values`: the fields as they were sent.
    """
    form = await request.form()
    sent = {name: form.getlist(name) if len(form.getlist(name)) > 1 else form.get(name) for name in form}
    response = await render(
        request, template, status=error.status, **(error_context(error) | {"values": sent} | context)
    )
    response.headers.update(error.headers())
    return response
