"""A back that lifts, bends, sits and is caught: what L5/S1 bears, and what becomes of strain."""

from simulator import tasks
from simulator.measures import back as measured
from simulator.models.back import Back
from simulator.simulate import simulate
from simulator.stages.anatomy import MUSCLES

DAY = 8.64e7  # ms
SITTING = 16  # days


def _lifted(mass, *, back=None, **more):
    """Return the run of a lift."""
    protocol = tasks.lift(mass, **more)
    return simulate(back or Back(), protocol, duration=tasks.lasting(protocol), interval=10.0)


def _rom(back):
    """Return the range of motion in a slow bend (deg)."""
    results = simulate(back, tasks.bend(65.0, pace=500.0), duration=12_000.0, interval=20.0)
    return measured.range_of_motion(results)


def lifting():
    """Return what L5/S1 bears in lifts, and how damage grows with each circumstance."""
    usual, tired = _lifted(20), Back().with_parameters({f"{muscle}.fatigue": 0.4 for muscle in MUSCLES})
    bent = simulate(Back(), tasks.bend(62.0, hold=3000.0), duration=8000.0, interval=10.0)
    hanging = bent.sel(time=slice(4200, 5000)).mean()
    changed = {
        "load": _lifted(30), "lean": _lifted(20, angle=100.0), "twist": _lifted(20, twist=30.0),
        "speed": _lifted(20, pace=120.0), "fatigue": _lifted(20, back=tired),
    }  # fmt: skip
    harm = measured.worst_damage(usual)
    found = {f"damage with {name}": measured.worst_damage(results) / harm for name, results in changed.items()}
    return found | {
        "moment, 20 kg, bent": measured.bearing(_lifted(20)).moment,
        "moment, 20 kg, straight": measured.bearing(_lifted(20, style="straight")).moment,
        "moment, 10 kg": measured.bearing(_lifted(10)).moment,
        "passive share": float(hanging.ligament_moment / hanging.moment),
    }


def caught():
    """Return what a pen does to an untroubled back and to a strained one, and what is left of it."""
    pen = tasks.pen()
    fresh = simulate(Back(), pen, duration=3e5, interval=50.0)
    sitting = simulate(Back(), tasks.sit(8, days=SITTING), duration=SITTING * DAY, interval=DAY / 24)
    strained = Back().after(sitting)
    run = simulate(strained, pen, duration=3e5, interval=50.0)
    spasms = measured.spasms(run)
    guard = set(measured.guarding(run)) - {spasm.muscle for spasm in spasms}
    after = strained.after(run)
    healing = simulate(after, tasks.Rest(), duration=42 * DAY, interval=DAY / 4)
    return {
        "spasms, untroubled": len(measured.spasms(fresh)),
        "spasms, strained": len(spasms),
        "duration": max((spasm.duration for spasm in spasms), default=0.0) * 1e-3,
        "neighbours that guard": len(guard),
        "range of motion, untroubled": _rom(Back()),
        "range of motion, after a day": _rom(after.after(healing, DAY)),
        "range of motion, after six weeks": _rom(after.after(healing)),
    }
