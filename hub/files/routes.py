"""Sending files in and getting them back."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from pydantic import BaseModel, ConfigDict, WithJsonSchema
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from hub.api import Body, answer
from hub.errors import InvalidInput, NotFound
from hub.files.attaching import Access, access
from hub.files.models import File
from hub.files.operations import store, upload
from hub.i18n import _
from hub.identity import reader_of
from hub.pages import forms
from hub.settings import get_settings

# A file is shown as what it is or saved to disk; even one that a browser takes for a page can do nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class FileUpload(Body):
    """A file to take in. `uid` makes the request safe to repeat."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    file: Annotated[UploadFile, WithJsonSchema({"type": "string", "format": "binary"})]
    uid: UUID | None = None


class FileOut(BaseModel):
    """A file that was taken in. `markdown` is what to write into a text to show it there."""

    uid: UUID
    url: str
    name: str
    type: str
    size: int
    width: int | None
    height: int | None
    markdown: str


def describe(file: File) -> FileOut:
    """What the browser and API clients are told of a file."""
    path = f"/files/{file.uid}"
    label = "".join("\\" + letter if letter in "\\[]`*_<>!" else letter for letter in file.name)
    return FileOut(
        uid=file.uid,
        url=get_settings().address + path,
        name=file.name,
        type=file.mime,
        size=file.size,
        width=file.width,
        height=file.height,
        markdown=("!" if file.inline else "") + f"[{label}]({path})",
    )


async def create(request: Request) -> Response:
    reader = reader_of(request)
    async with request.form(max_files=1, max_fields=5) as form:
        if not isinstance(form.get("file"), UploadFile):
            raise InvalidInput({"file": _("Please choose a file.")})
        sent = forms.validate(FileUpload, dict(form))
        file = await upload(reader, sent.file, uid=sent.uid)
    return answer(describe(file), 201)


async def download(request: Request) -> Response:
    """The bytes of a file, for those who may read something that it hangs on."""
    reader = reader_of(request)
    file = await File.get_or_none(uid=request.path_params["uid"])
    found = await access(reader, file) if file else Access(allowed=False)
    if file is None or not found.allowed:
        raise NotFound
    disposition = "inline" if file.inline else "attachment"
    return StreamingResponse(
        store().read(file.uid),
        media_type=file.mime,
        headers={
            "Content-Length": str(file.size),
            "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(file.name, safe='')}",
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-store" if found.confidential else "private, max-age=300",
        },
    )


routes = [
    Route("/files", create, methods=["POST"]),
    Route("/files/{uid:uuid}", download),
]
