"""`musclesim lab`: the laboratory in a browser."""

import os
import threading
import webbrowser
from typing import Annotated

import typer

from simulator.cli import FAILED, _complain


def lab(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of this machine; 0 for any that is free.")] = 8000,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    lan: Annotated[bool, typer.Option("--lan", help="Let in others on the network who have the address.")] = False,
):
    """Open the laboratory: sliders, and the fibre's answer at once, in a browser."""
    try:
        from simulator.lab.server import serve
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn", "websockets"):
            raise
        _complain("the laboratory needs a web server: pip install 'musclesim[lab]'")
        raise typer.Exit(FAILED) from None

    def opened(address):
        print(f"the laboratory is at {address}\nCtrl-C stops it", flush=True)
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    try:
        serve(port, lan=lan, opened=opened)
    except KeyboardInterrupt:
        pass
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else error
        _complain(f"port {port} cannot be used ({why}): give another, or --port 0 for any")
        raise typer.Exit(FAILED) from None
