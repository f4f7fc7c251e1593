"""(model, protocol) -> labelled results: the only room that joins a model and a solver."""

from simulator.models.muscle import Muscle
from simulator.protocol import ProtocolError, Rest
from simulator.simulate.muscle import RTOL, STEP, run_muscle
from simulator.simulate.system import run_system


def simulate(
    model, protocol=None, *, duration, interval=None, rtol=None, solver="rosenbrock", step=STEP, seed=0, threads=None,
    progress=None,
):  # fmt: skip
    """Run a model through a protocol and return what it did.

    Parameters
    ----------
    model : Fibre, Muscle, or another Model
        Starts at rest, solved for, if the model says so; else from its published state.
    protocol : Protocol, optional
        Pulses and changes; nothing is done if it is left out. Pulses are currents into a fibre (uA/cm^2), or through
        an electrode on a muscle's nerve (mA); Drive is a muscle's.
    duration : float
        Length of the run (ms).
    interval : float, or (n,) rising times
        Time between saved values, or the times at which to save (ms, within the run); 0.5 ms unless told, of a muscle
        its step.
    rtol : float
        Local error allowed in a step, relative to the size of each state; 1e-4 unless told, of a muscle 1e-2.
    solver : "rosenbrock" or "scipy"
        The second is slow and independent, for checking; not for a muscle.
    step : float
        Of a muscle: time (ms) between two exchanges of length, force and afferents among its units; 0.05 to 5.
    seed : int
        Of a muscle: of its synaptic noise. The same seed gives the same bits.
    threads : int, optional
        Of a muscle: how many share its units; unless told, one, and a second from 60 units on.
    progress : callable, optional
        Called now and then with the fraction done.

    Returns
    -------
    xarray.Dataset
        On `time` (ms): outputs by name, and every state of one system as "stage.state", with `units` and
        `long_name`; on `spike`: `spike_time` (ms), when the membrane rises through -20 mV.
        Of a muscle also `unit_force` and `unit_calcium` on (unit, time), `emg` on `emg_time` (ms), and times and units
        of `motoneuron_spike`, of each nerve `impulse` that arrives, and of each `spike` of a unit's fibres.
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
        if solver != "rosenbrock":
            raise ProtocolError(f"solver = {solver!r}: a muscle has its own, 'rosenbrock' in every unit")
        interval, rtol = step if interval is None else interval, RTOL if rtol is None else rtol
        options = dict(duration=duration, interval=interval, rtol=rtol, step=step, seed=seed, threads=threads)
        return run_muscle(model, protocol, progress=progress, **options)
    interval, rtol = 0.5 if interval is None else interval, 1e-4 if rtol is None else rtol
    options = dict(duration=duration, interval=interval, rtol=rtol, solver=solver)
    return run_system(model, protocol, progress=progress, **options)
