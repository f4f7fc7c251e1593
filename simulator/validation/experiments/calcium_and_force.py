"""Calcium transients, twitches, trains, and their history."""

import numpy as np

from simulator import measures
from simulator.curves import force_frequency, force_pca, numbers_of, potentiation
from simulator.curves.skinned import activation
from simulator.models.fibre import Fibre
from simulator.protocol import Pulse, Train
from simulator.simulate import simulate
from simulator.validation.calibration import units
from simulator.validation.fibres import FIBRES, HUMAN_FAST, HUMAN_SLOW

CALF = {"mechanics.tendon_ratio": 5.0, "mechanics.tendon_strain": 0.049}  # a muscle of the human calf
NOTICED = 1e-3  # of its length: movement of a fascicle that ultrasound sees


def calcium():
    """Return height, width and amount of calcium released by one action potential at 16 degC, rest, and plateau."""
    m, released = {}, {}
    for kind in ("fast", "slow"):
        run = simulate(getattr(Fibre, kind)(species="mouse", temperature=16), Pulse(), duration=150, interval=0.05)
        m[f"{kind} peak"], m[f"{kind} width"] = measures.peak_calcium(run)
        released[kind] = float((run.release - run.release[0]).sum() * 0.05)
    m["release ratio"] = released["fast"] / released["slow"]
    for name, fibre in FIBRES.items():
        run = simulate(fibre, Train(100, 50), duration=510)
        m[f"{name} plateau"] = float(run.calcium.sel(time=slice(410, 510)).mean())
        m[f"{name} rest"] = 1000 * float(run.calcium[0])
    return m


def twitches():
    """Return times of twitches and their height, of a tetanus at 100 Hz."""
    m = {}
    for name, fibre in FIBRES.items():
        twitch = measures.twitch(simulate(fibre, Pulse(), duration=900, interval=0.1))
        tetanus = measures.force_height(simulate(fibre, Train(100, 100), duration=1010))
        m |= {f"{name} contraction": twitch.contraction_time, f"{name} half relaxation": twitch.half_relaxation_time}
        m[f"{name} twitch to tetanus"] = twitch.peak / tetanus
    return m


def calf():
    """Return the twitch of whole muscles through their nerve at 35 degC, and when fibres on a calf's tendon move."""
    m = units.whole("soleus", "gastrocnemius")
    for kind, fibre in (("fast", HUMAN_FAST), ("slow", HUMAN_SLOW)):
        run = simulate(fibre.with_parameters(CALF | {"temperature": 35.0}), Pulse(), duration=100, interval=0.05)
        moved = run.length[0] - run.length > NOTICED * run.length[0]
        m[f"{kind} movement"] = float(run.time[int(np.argmax(moved.values))]) - 10.0
    return m


def trains():
    """Return half-force rates and where twitches begin to fuse."""
    m = {}
    rates = [1, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 60, 80, 100, 120]
    for name, fibre in FIBRES.items():
        m[f"{name} half force"] = float(force_frequency(fibre, rates).half_force_frequency)
    for kind in ("S", "FR", "FF"):
        told = units.unit(kind)
        m |= {f"{kind} begins to fuse": told["begins to fuse"], f"{kind} half force": told["half force"]}
    return m


def skinned():
    """Return calcium sensitivity and rate of redevelopment at 15 degC."""
    m = {}
    for name, fibre in FIBRES.items():
        cool = fibre.with_parameters({"temperature": 15.0})
        m |= {f"{name} {key}": value for key, value in numbers_of(force_pca(cool)).items()}
        m[f"{name} ktr"] = float(activation(cool).ktr)
    return m


def history():
    """Return the twitch five seconds after ten of strong contraction, of that before."""
    waits = [5, 15, 25, 40, 60]
    after = {"fast": potentiation(HUMAN_FAST, waits, rate=30.0), "slow": potentiation(HUMAN_SLOW, waits, rate=20.0)}
    m = {f"{kind} after 5 s": float(curve.after_5_s) for kind, curve in after.items()}
    return m | {"half gone": float(after["fast"].half_gone)}


def reuptake():
    """Return half relaxation with little calcium pump, of the usual, and the twitch in dantrolene."""
    usual = measures.twitch(simulate(HUMAN_FAST, Pulse(), duration=3000))
    m = {}
    for share in (0.3, 0.1):
        weak = HUMAN_FAST.scaled({"calcium.uptake_rate": share})
        twitch = measures.twitch(simulate(weak, Pulse(), duration=3000))
        m[f"half relaxation, pump {share:g}"] = twitch.half_relaxation_time / usual.half_relaxation_time
    for dose in (10, 20):
        twitch = measures.twitch(simulate(HUMAN_FAST.with_drug("dantrolene", dose), Pulse(), duration=600))
        m[f"twitch in dantrolene {dose}"] = twitch.peak / usual.peak
    return m
