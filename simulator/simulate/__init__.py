"""(model, protocol) -> labelled results: the only room that joins a model and a solver."""

from simulator.models.muscle import Muscle
from simulator.protocol import Rest
from simulator.simulate.muscle import RTOL, STEP, run_muscle
from simulator.simulate.system import run_system


def simulate(
    model, protocol=None, *, duration, interval=None, rtol=None, solver="rosenbrock", step=STEP, seed=0, threads=None,
    progress=None,
):  # fmt: skip
    """Run a model through a protocol and return what it did.

    Parameters
    ----------
    model : Fibre, or another Model
        Starts at rest, solved for, if the model says so; else from its published state.
    protocol : Protocol, optional
        Pulses and changes; nothing is done if it is left out.
    duration : float
        Length of the run (ms).
    interval : float, or (n,) rising times
        Time between saved values, or the times at which to save (ms, within the run).
    rtol : float
        Local error allowed in a step, relative to the size of each state; 1e-10 to 1e-1.
    solver : "rosenbrock" or "scipy"
        The second is slow and independent, for checking.
    progress : callable, optional
        Called now and then with the fraction done.

    Returns
    -------
    xarray.Dataset
        On `time` (ms): outputs by name, and every state as "stage.state", with `units` and
        `long_name`; on `spike`: `spike_time` (ms), when the membrane rises through -20 mV.
        Attributes hold, as JSON, all that is needed to run it again.

    Raises
    ------
    ProtocolError, ParameterError
        For what cannot be run as written.
    SolverError
        If the solver cannot go on; its `partial` is the Dataset up to then.
    Interrupted
        On Ctrl-C; likewise.
    """
    protocol = protocol or Rest()
    if isinstance(model, Muscle):
        options = dict(interval=interval or step, rtol=rtol or RTOL, step=step, seed=seed, threads=threads)
        return run_muscle(model, protocol, duration=duration, progress=progress, **options)
    options = dict(interval=0.5 if interval is None else interval, rtol=rtol or 1e-4, solver=solver)
    return run_system(model, protocol, duration=duration, progress=progress, **options)
