"""Fatigue, recovery, rigor; the store that leaks."""

import numpy as np

from simulator import measures
from simulator.protocol import Change, Pulse, Rest
from simulator.simulate import simulate
from simulator.validation.calibration import energy
from simulator.validation.fibres import HUMAN_FAST

GRAM = 9.81 / 3.0  # kPa for each gram of tension of a strip of 3 mm^2, assumed
SUSCEPTIBLE = HUMAN_FAST.with_condition("malignant hyperthermia")


def burke():
    """Return the index of fatigue of four kinds of fibre."""
    return energy.burke()


def sustained():
    """Return when half of the force of a sustained contraction is lost."""
    return energy.sustained()


def phases():
    """Return calcium and force in repeated tetani of the mouse."""
    return energy.phases()


def recovery():
    """Return how fast phosphocreatine and force come back."""
    return energy.recovery()


def rigor():
    """Return stiffness, force and calcium without ATP, and what ATP does."""
    return energy.rigor()


def _contracture(fibre, drug, dose):
    """Return the rise of force in a bath with a drug (g)."""
    run = simulate(fibre, Change(1000, drugs={drug: dose}), duration=90_000, interval=100)
    return float(run.force.max() - run.force[0]) / GRAM


def susceptibility():
    """Return contractures of healthy and susceptible fibres (g), by drug and heat, and what dantrolene leaves."""
    m = {}
    for name, fibre in (("healthy", HUMAN_FAST), ("susceptible", SUSCEPTIBLE)):
        m[f"{name} caffeine"] = _contracture(fibre, "caffeine", 2000)
        m[f"{name} halothane"] = _contracture(fibre, "halothane", 660)
        for warm in (30, 41):
            run = simulate(fibre, Change(1000, set={"temperature": warm}), duration=60_000, interval=100)
            m[f"{name} at {warm}"] = float(run.force[-1] - run.force[0]) / GRAM
    treated = Change(1000, drugs={"halothane": 660}) + Change(20_000, drugs={"dantrolene": 20})
    force = simulate(SUSCEPTIBLE, treated, duration=40_000, interval=100).force
    m["left after dantrolene"] = float(force[-1] / force.sel(time=19_000))
    rest = [
        simulate(HUMAN_FAST.with_condition("malignant hyperthermia", s), Rest(), duration=1).isel(time=0)
        for s in (0, 0.3, 1)
    ]
    m |= {"carrier calcium": float(rest[1].calcium / rest[0].calcium)}
    m |= {"homozygous calcium": float(rest[2].calcium / rest[0].calcium)}
    m |= {"store left": float(rest[2].store_calcium / rest[0].store_calcium)}
    return m | {"leak": float(SUSCEPTIBLE.calcium.release_leak / HUMAN_FAST.calcium.release_leak)}


def hypocalcaemia():
    """Return the threshold in low calcium, of the usual one, and the action potentials of five seconds of rest."""
    low = HUMAN_FAST.with_condition("hypocalcaemia")
    least = []
    for fibre in (low, HUMAN_FAST):
        fires = (s for s in np.arange(60, 200, 1.0) if len(simulate(fibre, Pulse(strength=s), duration=30).spike_time))
        least.append(next(fires))
    return {
        "threshold": least[0] / least[1],
        "spikes at rest": len(measures.spikes(simulate(low, Rest(), duration=5000))),
    }
