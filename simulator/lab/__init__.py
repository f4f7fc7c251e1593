"""The laboratory: a page with sliders, and the fibre behind them; in a browser, in a file, or in a notebook (`Lab`).

A request is one JSON text (`request`), its answer one binary frame (`frame`); what may be asked for is told by the
`catalogue`. Of the requests that wait on one connection only the newest is run (`session`).
"""

__all__ = ["Lab"]


def __getattr__(name):
    if name != "Lab":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from simulator.lab.widget import Lab
    except ModuleNotFoundError as error:
        if error.name not in ("anywidget", "traitlets"):
            raise
        raise ImportError("the laboratory in a notebook needs anywidget: pip install 'musclesim[notebook]'") from None
    return Lab
