"""The command that serves a built graph: serve."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path

import click

from kg.cli.options import graph_option
from kg.errors import NoteweaveError


@click.command()
@graph_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    metavar="N",
    help="The port to listen on; 0 takes a free one.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address to listen on; others than this machine reach 0.0.0.0.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(0, min_open=True),
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a query may run.",
)
@click.option(
    "--memory-limit",
    type=click.IntRange(1),
    default=1024,
    show_default=True,
    metavar="MB",
    help="How much memory a query may take.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="How many queries run at once [default: one for each processor, and two at least].",
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Let pages of an origin, such as https://example.org, ask from a browser; may be given again.",
)
def serve(
    folder: Path,
    port: int,
    host: str,
    time_limit: float,
    memory_limit: int,
    workers: int | None,
    origins: tuple[str, ...],
) -> None:
    """Serve a built graph: the explorer at /, SPARQL at /sparql.

    Nobody can change the graph through it. A newer build of the folder is served as soon as it is there.
    Ctrl-C ends it.
    """
    import uvicorn

    from kg.server.app import create_app
    from kg.server.frame import is_loopback
    from kg.server.limits import MEGABYTE, Limits

    bounds = Limits(seconds=time_limit, memory=memory_limit * MEGABYTE, **({"workers": workers} if workers else {}))
    with _listening(host, port) as listener:
        address, bound = listener.getsockname()[:2]
        app = create_app(folder, bounds, origins, local_only=is_loopback(address))
        shown = f"[{address}]" if ":" in address else address
        click.echo(f"serving {folder} at http://{shown}:{bound}/ (SPARQL at /sparql); Ctrl-C ends it", err=True)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=2 * bounds.url + 64 * 1024,
            timeout_graceful_shutdown=1,
        )
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens; raises NoteweaveError where the address can't be had."""
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        why = str(error.strerror).partition(" (")[0]
        message = f"{host}:{port}: can't be listened on ({why}); choose another with --port or --host"
        raise NoteweaveError(message) from None
    # What is sent in two pieces, as head and body, would else wait 40 ms for the first to be acknowledged.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
