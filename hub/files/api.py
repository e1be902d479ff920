"""Files in the JSON API."""

from hub.api import ApiRoute
from hub.files.routes import FileBody, create, download

routes = [
    ApiRoute(
        "POST",
        "/files",
        create,
        "Send a file in (multipart field `file`, optional field `uid`)",
        response=FileBody,
        status=201,
        errors=(401, 413, 422),
        upload=True,
    ),
    ApiRoute("GET", "/files/{uid:uuid}", download, "The bytes of a file", errors=(401, 404)),
]
