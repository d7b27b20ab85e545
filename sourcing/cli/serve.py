"""`sourcing serve`: the pages, on this machine."""

from __future__ import annotations

import gc
from ipaddress import ip_address

import click
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from sourcing.cli.exits import FINE
from sourcing.web.serving.start import application

THREADS = 8
THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Which address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Which port to listen on; 0 takes a free one.",
)
def command(host: str, port: int) -> int:
    """Serve the pages to a browser, to this machine only unless another host is named.

    \b
    Example:
      sourcing serve
      sourcing serve --port 8080
    """
    private = _only_this_machine(host)
    # Elsewhere the server's name is not known here; at home no other name may be used.
    app = application(THIS_MACHINE if private else None)
    try:
        server = create_server(app, host=host, port=port, threads=THREADS, ident=None)
    except ValueError:
        raise click.UsageError(f"'{host}' is no address of this machine") from None
    except OSError as error:
        fault = f"cannot listen on {host} port {port}: {error.strerror or error}"
        raise click.UsageError(f"{fault}; try another --port") from None
    if not private:
        warning = "Everybody who reaches this address can read and change all briefs."
        click.echo(f"Beware: there is no sign-in. {warning}", err=True)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{_port(server)}"
    click.echo(f"Open {address} in a browser. Ctrl+C stops it.", err=True)
    gc.enable()
    server.run()
    return FINE


def _port(server: MultiSocketServer | BaseWSGIServer) -> int:
    """Return the port in use; a name such as localhost may stand for several sockets."""
    listening: list[tuple[str, int]] = getattr(server, "effective_listen", [])
    return listening[0][1] if listening else int(getattr(server, "effective_port", 0))


def _only_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
