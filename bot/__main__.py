"""`python -m bot COMMAND`: every command ends with 0, or with one line that says why not."""

import asyncio
import gc
import sys
from collections.abc import Coroutine
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, TypeVar

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot import administration, backups, doctor, reports
from bot.config import Settings, WrongSettings, load_settings
from bot.database import connect, database_url, migrate
from bot.logs import set_up_logs, told
from bot.transport import Ambiguous, NotSent, TelegramError
from handlers.texts import Translate
from models.enums import Role
from services.catalogue import CatalogueError
from services.errors import UserError
from services.operations.decisions import Act
from services.operations.overview import Trouble
from services.reports.making import Format, Report

app = typer.Typer(
    name="nastavnik", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Nastavnik: a Telegram bot that runs a teacher-mentoring programme.",
)  # fmt: skip
questionnaires = typer.Typer(no_args_is_help=True, help="The built-in questionnaires.")
app.add_typer(questionnaires, name="questionnaires")
outbox = typer.Typer(no_args_is_help=True, help="What waits, and what waits for a human.")
app.add_typer(outbox, name="outbox")
State = Annotated[Trouble, typer.Option(help="Which of what waits for a human.")]

LARGEST = 2**31 - 1
T = TypeVar("T")

HELD = """Restored. Held: {count} messages. They were still to be sent when the backup was made,
or have become due since, so people may have them already.
Nobody gets them until an administrator decides, by /status in the chat or here:
  python -m bot outbox list
  python -m bot outbox release --state held
  python -m bot outbox drop --state held"""

UNHELD = """the data is back, but its messages could not be held ({reason}): do not start the \
bot, it would send them; restore again with --overwrite"""


class Part(StrEnum):
    RECEIVE = "receive"
    HANDLE = "handle"
    DELIVER = "deliver"
    SCHEDULE = "schedule"


@app.command()
def run(
    only: Annotated[list[Part] | None, typer.Option(help="Only these parts.")] = None,
) -> None:
    """Run the bot: receive, handle, deliver and the schedule."""
    settings = prepared()
    finish(start(settings, tuple(only or Part)))


async def start(settings: Settings, parts: tuple[str, ...]) -> None:
    # aiogram takes seconds to import: the other commands do without it.
    from bot.running import Running, stopped_by_signals

    with database_url(settings.database_url, settings.data_dir) as url:
        engine = connect(url)
        await migrate(engine)
        running = Running(settings, engine, parts=parts)
        calm_collector()
        with stopped_by_signals(running.stop):
            await running.run()
            await engine.dispose()


def calm_collector() -> None:
    """A full pass of the garbage collector holds up every message for as long as it takes: what
    was made at the start is left out of it, and passes are rarer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The page's port.")] = 8081,
    language: Annotated[Literal["ru", "en"], typer.Option(help="Of the page.")] = "ru",
) -> None:
    """Play a school year in the browser: a sample town, no token and no Telegram."""
    from bot.demo import play

    finish(play(prepared(bot_token=administration.DEMO_TOKEN, http_port=0), port, language))


@app.command(name="migrate")
def migrate_command() -> None:
    """Bring the database to the newest tables."""
    finish(administration.migrate_database(prepared()))
    typer.echo("The database is up to date.")


@app.command(name="import")
def import_command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would change.")
    ] = False,
) -> None:
    """Import a roster (.xlsx); nothing is imported while a row is wrong."""
    report = finish(
        administration.import_roster(prepared(), file.name, file.read_bytes(), dry_run)
    )
    typer.echo(report.text)
    if not report.fine:
        raise typer.Exit(1)


@app.command()
def invite(
    person: Annotated[int | None, typer.Option(help="The person's number.")] = None,
    role: Annotated[Role | None, typer.Option(help="For somebody not in the roster.")] = None,
    organisation: Annotated[int | None, typer.Option(help="With --role.")] = None,
) -> None:
    """Print a one-time invitation link."""
    if (person is None) == (role is None) or (role is None) != (organisation is None):
        fail("give either --person N, or --role ROLE with --organisation N")
    typer.echo(finish(administration.invite(prepared(), person, role, organisation)))


@questionnaires.command()
def lint(
    asked: Annotated[
        bool, typer.Option("--asked", help="Compare with what the database has asked before.")
    ] = False,
) -> None:
    """Check the catalogue; remarks are printed, only mistakes fail."""
    typer.echo(finish(administration.lint_catalogue(prepared() if asked else None)))


@questionnaires.command(name="list")
def list_command() -> None:
    """Print the catalogue: key, role, wave, questions, minutes."""
    typer.echo(finish(administration.list_catalogue()))


@app.command()
def report(
    what: Annotated[Report, typer.Argument(help="Results are the workbook, or its cells as CSV.")],
    wave: Annotated[int, typer.Option(max=LARGEST, help="The number of a wave of the round.")],
    organisation: Annotated[int, typer.Option(max=LARGEST, help="A school, or a town whole.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    format: Annotated[Format, typer.Option(help="Of the file.")] = Format.DOCX,
    of: Annotated[
        Literal["young", "all"] | None, typer.Option(help="Teachers I1 counts, else as set.")
    ] = None,
) -> None:
    """Write a document about a round: note, spravka, statistics or results."""
    if not out.parent.is_dir():
        fail(f"there is no folder {out.parent}")
    settings = prepared()
    definitions = replace(settings.definitions, all_teachers=(of or settings.coverage_of) == "all")
    wanted = reports.Wanted(what, wave, organisation, format, definitions)
    finish(reports.write(settings, wanted, out))
    typer.echo(f"Written to {out}.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(dir_okay=False)]) -> None:
    """Write the whole database into a file."""
    backups.backup(prepared(), file)
    typer.echo(f"Written to {file}.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    overwrite: Annotated[bool, typer.Option(help="Replace what is in the database.")] = False,
) -> None:
    """Bring the database back from a backup; an unused database is asked for."""
    settings = prepared()
    backups.restore(settings, file, overwrite)
    try:
        held = finish(administration.hold_restored(settings))
    except Exception as error:
        raise backups.BackupError(UNHELD.format(reason=type(error).__name__)) from error
    typer.echo(HELD.format(count=held) if held else "Restored. No message was waiting.")


@outbox.command(name="list")
def list_outbox() -> None:
    """Print what waits, and what waits for a human with its reason."""
    typer.echo(finish(administration.list_outbox(prepared())))


@outbox.command()
def release(state: State) -> None:
    """Send all of a state (once more), or handle the updates again."""
    typer.echo(f"Released: {finish(administration.decide(prepared(), state, Act.AGAIN))}.")


@outbox.command()
def drop(state: State) -> None:
    """Never send all of a state; unknown messages then count as sent."""
    typer.echo(f"Dropped: {finish(administration.decide(prepared(), state, Act.DROP))}.")


@app.command(name="doctor")
def doctor_command() -> None:
    """Check the settings, the database, Telegram and the clock; say what to mend."""
    findings = finish(doctor.examine())
    for finding in findings:
        typer.echo(f"{'ok   ' if finding.fine else 'WRONG'} {finding.what}: {finding.words}")
    if not all(finding.fine for finding in findings):
        raise typer.Exit(1)


def prepared(**given: object) -> Settings:
    settings = load_settings(**given)
    set_up_logs(settings.log_level, settings.log_format)
    return settings


def finish(work: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(work)


def new_loop() -> asyncio.AbstractEventLoop:
    """uvloop's where it exists: a click then takes an eighth less of the processor."""
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()


def fail(reason: str) -> NoReturn:
    typer.echo(f"nastavnik: {reason}", err=True)
    raise SystemExit(1)


def main() -> None:
    """Runs the command; a failure that has a reason is one line, not a traceback."""
    try:
        app()
    except UserError as error:
        fail(Translate("en")(error.key, **error.args_))
    except CatalogueError as error:
        fail("; ".join(error.lines))
    except (WrongSettings, backups.BackupError) as error:
        fail(str(error))
    except TelegramError as error:
        fail(f"Telegram refused: {error.description} ({error.code})")
    except (NotSent, Ambiguous) as error:
        fail(f"Telegram cannot be reached: {error}")
    except OSError as error:
        fail(f"the database or a file cannot be reached: {error}")
    except SQLAlchemyError as error:
        fail(f"the database went away or refused ({told(error)}): see `python -m bot doctor`")


if __name__ == "__main__":
    main()
