"""The command line: ``python -m hub``."""

import click

from hub.cli import backups, data, doctor, importing, mail, people, sealed, serving
from hub.cli.context import Failure
from hub.embedded import ServerFailed


class Commands(click.Group):
    """Shows what people can mend as one sentence and exit code 1, without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (Failure, ServerFailed) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Run and look after a hub. Settings are HUB_… environment variables; see docs/settings.md."""


for command in (
    serving.run,
    serving.web,
    serving.worker,
    serving.gateway,
    data.migrate,
    data.seed,
    data.reindex,
    backups.backup,
    backups.restore,
    importing.import_,
    people.user,
    people.token,
    mail.bounce,
    sealed.sealed,
    doctor.doctor,
):
    main.add_command(command)
