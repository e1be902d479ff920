"""What administrators see of mail: what keeps it from leaving, addresses that take none, mails given up."""

from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hub import audit
from hub.admin.frame import admin_of, render_admin, row_of
from hub.admin.paging import Page, page_of
from hub.database import in_transaction
from hub.i18n import N_, _
from hub.pages import forms, redirect
from notifications.mailer import queue
from notifications.models import AddressTrouble, Mail, MailState
from notifications.signals import mail_queued
from notifications.smtp import troubles
from notifications.smtp.troubles import Fault

PAGE = "/admin/mail"
PER_PAGE = 50

# What to mend, by what keeps mail from leaving.
ADVICE = {
    Fault.AWAY: N_("The mail server cannot be reached, or asks to come back later. The hub keeps trying."),
    Fault.AUTHENTICATION: N_("The mail server does not accept the name and password in HUB_SMTP_URL."),
    Fault.RELAY: N_("The mail server does not pass mail on to some addresses. Allow the hub to relay."),
    Fault.SENDER: N_("The mail server does not accept the hub as a sender. Check HUB_MAIL_FROM."),
    Fault.TLS: N_("The connection to the mail server cannot be encrypted. Check its certificate."),
    Fault.REFUSED: N_("The mail server does not talk to the hub."),
}


class Asked(BaseModel):
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


async def show(request: Request) -> Response:
    admin_of(request)
    asked = forms.parse_query(request.query_params, Asked)
    given_up = Mail.filter(state=MailState.FAILED).order_by("-id")
    page: Page[Mail] = await page_of(given_up, asked.page, PER_PAGE)
    return await render_admin(
        request,
        "notifications/admin_mail.html",
        faults=[(_(ADVICE[Fault(fault.fault)]), fault) for fault in await troubles.faults()],
        stopped=await AddressTrouble.filter(stopped_at__isnull=False).order_by("-stopped_at").limit(PER_PAGE),
        given_up=page,
    )


async def confirm(request: Request) -> Response:
    admin = admin_of(request)
    trouble = await row_of(AddressTrouble, request)
    async with in_transaction():
        await troubles.confirm(trouble.address)
        await audit.log(admin, "mail.address_confirmed", "address", trouble.id, address=trouble.address)
    return redirect(PAGE, notice=_("Mail goes to this address again."))


async def retry(request: Request) -> Response:
    admin = admin_of(request)
    mail = await row_of(Mail, request)
    async with in_transaction():
        await queue.again(mail)
        await audit.log(admin, "mail.retried", "mail", mail.id)
        await mail_queued()
    return redirect(PAGE, notice=_("The mail is tried again."))


routes: list[BaseRoute] = [
    Route(PAGE, show, methods=["GET"]),
    Route(f"{PAGE}/addresses/{{id:int}}", confirm, methods=["PUT"]),
    Route(f"{PAGE}/{{id:int}}/retry", retry, methods=["PUT"]),
]
