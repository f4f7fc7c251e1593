"""Rest, action potentials, potassium and the over-excitable membrane."""

import numpy as np

from simulator import measures
from simulator.models.fibre import Fibre
from simulator.protocol import Change, Pulse, Rest, Train
from simulator.simulate import simulate
from simulator.validation.calibration import potassium
from simulator.validation.fibres import FIBRES, HUMAN_FAST, MOUSE_FAST

SILENCE = 3400.0  # ms
TRAIN = Train(50, 20)
HELD = 5.1  # uA/cm^2: one and a half times what a healthy fibre needs to answer once
SHARES = (0.44, 0.40, 0.36, 0.32, 0.28, 0.24, 0.20, 0.16)


def action_potentials():
    """Return rest, overshoot, width and potassium of one action potential in four fibres, and rest in 10 mM."""
    m = {}
    for name, fibre in FIBRES.items():
        run = simulate(fibre, Pulse(), duration=40, interval=0.01)
        told, left = measures.action_potential(run), run.tubule_potassium
        m |= {f"{name} rest": told.rest, f"{name} overshoot": told.overshoot, f"{name} width": told.width}
        m |= {f"{name} potassium": float(left.max() - left[0])}
        bath = fibre.with_parameters({"membrane.bath_potassium": 10.0})
        m |= {f"{name} rest in 10 mM": float(simulate(bath, Rest(), duration=1).membrane_potential[0])}
    cool = simulate(Fibre.fast(temperature=22), Pulse(), duration=40, interval=0.01)
    return m | {"human fast width at 22": measures.action_potential(cool).width}


def potassium_and_force():
    """Return force in raised potassium, and the potential at which half of it is lost."""
    m = {f"{t} degC {k} mM": potassium.soleus(t, k) for t, k, *_ in potassium.SOLEUS}
    return m | {"cliff": potassium.cliff()[1]}


def _after(fibre):
    run = simulate(fibre, TRAIN, duration=SILENCE)
    return measures.after_discharge(run), run


def chloride():
    """Return where after-discharges begin as chloride channels are lost, and the rate of a discharge."""
    share = {x: HUMAN_FAST.scaled({"membrane.chloride_permeability": x}) for x in SHARES}
    first = next((x for x, fibre in share.items() if _after(fibre)[0].count), np.nan)
    ill = HUMAN_FAST.with_condition("myotonia congenita")
    discharge = _after(ill)[0]
    cut = {"membrane.access_conductance": 0.0}
    left = _after(ill.with_parameters(cut))[0].count
    return {
        "first share": first,
        "rate": 1000 * discharge.count / discharge.duration,
        "detubulated": left,
        "with tubules": discharge.count,
    }


def sodium():
    """Return where myotonia begins under a held current, and the potential of paralysis."""
    m, first = {}, np.nan
    for fraction in (0.0055, 0.006, 0.0065, 0.007, 0.0075, 0.008, 0.0085, 0.009, 0.0095):
        fibre = HUMAN_FAST.with_parameters({"membrane.noninactivating_fraction": fraction})
        run = simulate(fibre, Pulse(strength=HELD, width=350), duration=1500)
        if (measures.spikes(run) > 370).sum() >= 3:
            first = fraction
            break
    m["first fraction"] = first
    m["normal fraction"] = float(HUMAN_FAST.membrane.noninactivating_fraction)
    for fraction in (0.02, 0.03):
        fibre = HUMAN_FAST.with_parameters({"membrane.noninactivating_fraction": fraction})
        run = simulate(fibre, TRAIN, duration=SILENCE, rtol=1e-7)
        m[f"potential at {fraction}"] = measures.final_potential(run)
    return m


def two_rests():
    """Return the resting potentials of a fibre with a leak through voltage sensors, in 4 and in 2.5 mM."""
    ill = MOUSE_FAST.with_condition("hypokalaemic periodic paralysis")
    m = {}
    for name, fibre in (("ill", ill), ("healthy", MOUSE_FAST)):
        for bath in (4.0, 2.5):
            run = simulate(fibre, Change(1000, set={"membrane.bath_potassium": bath}), duration=6e5, interval=1000)
            m[f"{name} in {bath:g} mM"] = measures.final_potential(run)
    return m
