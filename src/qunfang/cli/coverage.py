"""`qunfang coverage`: fold, verify and rebuild the kept tallies."""

from __future__ import annotations

import os
import time
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="The kept tallies: fold changes in, compare with the facts, make anew.")


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunfang.config.settings")
    import django

    django.setup()


@app.command("verify")
def verify_command() -> None:
    """Recount every published plan from the facts; name each tally that is wrong, and end with 1 if there is any."""
    _set_up()
    from django.db import transaction

    from qunfang.coverage.queries.verifying import differences
    from qunfang.coverage.services.locks import hold_fold, hold_tree
    from qunfang.plans.models import Plan, PlanState

    wrong = 0
    for plan in Plan.objects.filter(state=PlanState.PUBLISHED).select_related("unit").order_by("pk"):
        with transaction.atomic():
            hold_fold()
            hold_tree()
            for each in differences(plan):
                wrong += 1
                told = ", ".join(f"{name} {value:+d}" for name, value in each.columns.items())
                typer.echo(f"{plan} · {each.obligation.clause} · unit {each.unit_id} · period {each.nth}: {told}")
        typer.echo(f"{plan}: {'counted' if not wrong else 'counted, with differences'}")
    typer.echo("No difference." if not wrong else f"{wrong} differences. `qunfang coverage rebuild` mends them.")
    raise typer.Exit(1 if wrong else 0)


@app.command("rebuild")
def rebuild_command() -> None:
    """Make the tallies of every published plan anew from the facts, in bulk."""
    _set_up()
    from qunfang.coverage.services import rebuild_all

    started = time.monotonic()
    for plan, rows in rebuild_all():
        typer.echo(f"{plan}: {rows} tallies after {time.monotonic() - started:.1f} s")


@app.command("fold")
def fold_command(
    follow: Annotated[bool, typer.Option("--follow", help="Go on folding, once a second, until stopped.")] = False,
) -> None:
    """Fold the changes written since the last time into the tallies."""
    _set_up()
    from qunfang.coverage.services import fold_all

    number = fold_all()
    typer.echo(f"{number} changes folded.")
    while follow:
        time.sleep(1)
        fold_all()
