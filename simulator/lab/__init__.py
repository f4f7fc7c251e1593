"""The laboratory in a browser: a page with sliders, and a server that runs the fibre behind them.

A request is one JSON text (`request`), its answer one binary frame (`frame`); what may be asked for is told by the
`catalogue`. Of the requests that wait on one connection only the newest is run (`session`).
"""
