"""The `qunfang` command. Each command lives in a module of its own and is imported when it is called."""

from __future__ import annotations

import os

import typer

from qunfang.cli.case import case_command
from qunfang.cli.compile import compile_command
from qunfang.cli.counter import counter_command
from qunfang.cli.coverage import app as coverage_app
from qunfang.cli.draw import draw_command
from qunfang.cli.guard import guard_command
from qunfang.cli.media import app as media_app
from qunfang.cli.model import app as model_app
from qunfang.cli.screen import screen_command
from qunfang.cli.serve import demo_command, up_command

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Qunfang 群防: from a plan on paper to a running campaign.",
)
app.add_typer(coverage_app, name="coverage")
app.command("case")(case_command)
app.command("compile")(compile_command)
app.add_typer(media_app, name="media")
app.add_typer(model_app, name="model")
app.command("counter")(counter_command)
app.command("draw")(draw_command)
app.command("guard")(guard_command)
app.command("screen")(screen_command)
app.command("up")(up_command)
app.command("demo")(demo_command)


@app.command("manage", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def manage_command(context: typer.Context) -> None:
    """Django's own commands, for those who know them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunfang.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["qunfang manage", *context.args])


def main() -> None:
    """Entry point of the installed command."""
    app()
