"""Reports of defects in the API: one's own and those that one may read, new ones, and on whose behalf they matter."""

from starlette.requests import Request
from starlette.responses import Response

from hub.api import ApiRoute, answer, no_content, parse_body, parse_query
from hub.errors import Forbidden, UidTaken
from hub.files.models import File
from hub.files.routes import FileOut, describe
from hub.identity import Reader, reader_of
from hub.vocabulary.models import Facet
from hub.vocabulary.queries import find_terms
from hub.web.caching import not_stored
from knowledge.api.defects.models import DefectCard, DefectList, DefectOut, DemandOut, ReadersOut
from knowledge.defects import demanding, reporting
from knowledge.defects.errors import ReadersNotNamed, SealedReport, TooManyDemands
from knowledge.defects.forms import ReadersQuery, ReportForm, WishForm
from knowledge.defects.listing import DefectFilter, list_defects
from knowledge.defects.looks import saw
from knowledge.defects.queries import defect_page, find_defect, find_demand
from knowledge.defects.routing import readership
from knowledge.models import LookAct


async def index(request: Request) -> Response:
    listed = await list_defects(reader_of(request), parse_query(request, DefectFilter))
    items = [DefectCard.of(defect, listed.standings[defect.id]) for defect in listed.defects]
    return not_stored(answer(DefectList(items=items, next_cursor=listed.cursor)))


async def readers(request: Request) -> Response:
    wanted = parse_query(request, ReadersQuery)
    [product] = await find_terms(Facet.PRODUCT, [wanted.product])
    return answer(ReadersOut.of(await readership(product, wanted.origin)))


async def create(request: Request) -> Response:
    reader = reader_of(request)
    body = await parse_body(request, ReportForm)
    defect = await reporting.report(
        reader,
        await body.filing(),
        body.told,
        thread=await body.about(reader),
        wish=body.wish,
        readers=body.readers or None,
        uid=body.uid,
    )
    return await _full(reader, defect.reference, 201)


async def show(request: Request) -> Response:
    return await _full(reader_of(request), request.path_params["reference"])


async def create_demand(request: Request) -> Response:
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    body = await parse_body(request, WishForm)
    demand = await demanding.give(reader, defect, body.wish(), uid=body.uid)
    await demand.fetch_related("author")
    return not_stored(answer(DemandOut.of(demand), 201))


async def delete_demand(request: Request) -> Response:
    reader = reader_of(request)
    demand = await find_demand(reader, request.path_params["reference"], request.path_params["uid"])
    await demanding.withdraw(reader, demand)
    return no_content()


async def _full(reader: Reader, reference: str, status: int = 200) -> Response:
    defect = await find_defect(reader, reference)
    page = await defect_page(reader, defect)
    if not defect.sealed:
        await saw(reader, [defect], LookAct.VIEWED)
    told = DefectOut.of(
        defect,
        page.standing,
        product_version=defect.product_version,
        team=defect.team.name,
        readers=page.readers.label,
        body=defect.body,
        said=defect.said,
        thread=page.thread.id if page.thread else None,
        files=_files(page.files),
        demands=[DemandOut.of(demand) for demand in page.demands],
        # What the team does among itself is no news for others.
        version=defect.version if page.may_review else None,
    )
    return not_stored(answer(told, status))


def _files(files: list[File]) -> list[FileOut]:
    return [describe(file) for file in files]


_DEFECT = "/defects/{reference}"

# What is named here stands before `/defects/{reference}`, which takes everything.
named = [
    ApiRoute("GET", "/defects", index, "List reports of defects", query=DefectFilter, response=DefectList),
    ApiRoute(
        "POST",
        "/defects",
        create,
        "Report a defect",
        ReportForm,
        DefectOut,
        status=201,
        errors=(UidTaken, ReadersNotNamed),
        description="With `readers`, it is kept only while exactly the people whom `/defects/readers` named read it.",
    ),
    ApiRoute(
        "GET",
        "/defects/readers",
        readers,
        "Who would read a report",
        query=ReadersQuery,
        response=ReadersOut,
    ),
]
routes = [
    ApiRoute("GET", _DEFECT, show, "Read a report of a defect", response=DefectOut),
    ApiRoute(
        "POST",
        f"{_DEFECT}/demands",
        create_demand,
        "Add a customer on whose behalf a report matters",
        WishForm,
        DemandOut,
        status=201,
        errors=(Forbidden, UidTaken, SealedReport, TooManyDemands),
    ),
    ApiRoute(
        "DELETE",
        f"{_DEFECT}/demands/{{uid:uuid}}",
        delete_demand,
        "Take a customer's demand back",
        status=204,
        errors=(Forbidden,),
    ),
]
