"""Files in the JSON API."""

from hub.api import ApiRoute
from hub.errors import UidTaken
from hub.files.routes import FileOut, FileUpload, create, download

routes = [
    ApiRoute(
        "POST",
        "/files",
        create,
        "Send a file in",
        request=FileUpload,
        request_type="multipart/form-data",
        response=FileOut,
        status=201,
        errors=(UidTaken,),
        description="It is the caller's alone until something that others may read shows it.",
    ),
    ApiRoute("GET", "/files/{uid:uuid}", download, "The bytes of a file", response_type="*/*"),
]
