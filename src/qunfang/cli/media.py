"""`qunfang media`: the files beside the database."""

from __future__ import annotations

import os

import typer

app = typer.Typer(no_args_is_help=True, help="The files beside the database.")


@app.command("sweep")
def sweep_command() -> None:
    """Remove uploads whose last piece came over 7 days ago, and files over an hour old that no row names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunfang.config.settings")
    import django

    django.setup()
    from qunfang.evidence.services import sweep_media

    swept = sweep_media()
    typer.echo(
        f"{swept.uploads} broken-off uploads and {swept.files} files without a row removed, {swept.size:,} bytes."
    )


@app.command("renditions")
def renditions_command() -> None:
    """Make the small and large pictures that pages show, where they are missing (an older installation)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunfang.config.settings")
    import django

    django.setup()
    from qunfang.evidence.services.renditions import make_renditions, without_renditions

    typer.echo(f"{make_renditions(without_renditions().iterator())} pictures made.")
