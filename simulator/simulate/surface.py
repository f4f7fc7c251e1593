"""The electromyogram of a muscle: what an electrode on the skin sees of its fibres' action potentials."""

from dataclasses import replace

import numpy as np

from simulator.protocol import Pulse
from simulator.simulate.system import run_system
from simulator.stages import electrode, junction, pool

INTERVAL = 0.5  # ms between samples
_PULSE, _AFTER = 5.0, 40.0  # ms
_GEOMETRY = 1  # seed of where units lie: the same in every run


def look(muscle):
    """Return what the shape of a muscle's action potentials on the skin depends on."""
    return muscle.electrode, tuple((fibre.membrane, fibre.temperature) for fibre in muscle.fibres)


def emg(muscle, units, times, duration):
    """Return times (n,) (ms) and the electromyogram (n,) (mV) of action potentials of units (k,) at times (k,)."""
    p, count = muscle.electrode, muscle.units
    radius = 0.5 * (p.deepest - p.shallowest)
    fibres = pool.shares(muscle.ranks, muscle.pool) * (radius / p.fibre_radius) ** 2
    places = electrode.distances(count, _GEOMETRY, p)
    seen = [None] * count
    for members in _alike(muscle.fibres):
        when, shape = _action_potential(muscle.fibres[members[0]])
        stamps, found = electrode.unit_potentials(when, shape, fibres[members], places[members], p, interval=INTERVAL)
        for member, potential in zip(members, found, strict=True):
            seen[member] = potential
    spikes = [times[units == unit] for unit in range(count)]
    return electrode.electromyogram(spikes, stamps, np.array(seen), duration)


def _alike(fibres):
    """Return the places of fibres whose membranes are the same, together."""
    groups = {}
    for place, fibre in enumerate(fibres):
        groups.setdefault((fibre.membrane, fibre.temperature), []).append(place)
    return groups.values()


def _action_potential(fibre):
    """Return times (ms) from the spike and the change of potential (mV) of one action potential; flat if there is none.

    The membrane is asked, through a healthy junction: whoever has fired has an action potential.
    """
    healthy = replace(fibre, junction=getattr(junction, f"HUMAN_{fibre.kind}".upper()))
    options = dict(interval=0.05, rtol=1e-3, solver="rosenbrock", progress=None)
    run = run_system(healthy, Pulse(at=_PULSE), duration=_PULSE + _AFTER, **options)
    potential, spikes = run.membrane_potential.values, run.spike_time.values
    start = spikes[0] if len(spikes) else _PULSE
    shape = potential - potential[0]
    shape[run.time.values < _PULSE] = 0.0
    return run.time.values - start, shape * np.clip((_PULSE + _AFTER - run.time.values) / 10.0, 0.0, 1.0)
