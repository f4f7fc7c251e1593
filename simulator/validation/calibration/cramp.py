"""Calibration of a cramp of the calf: how it starts, fires, ends by itself and is ended, and what sets it off.

What was fitted, by hand: the condition "cramp" (conditions/spinal.py), and threshold and strength of tendon-organ
inhibition (stages/reflex.py), so that the length of the muscle decides.

Targets: 14.5 Hz (6-25), intervals that vary by 35-55 % within a few seconds, 4 % doublets, Minetto et al. 2009, J
Neurophysiol 102:1890; 15-180 s; electromyogram 55-70 % of that of a maximal contraction, Miller et al. 2010, Med
Sci Sports Exerc 42:953; threshold frequencies of the nerve 14.9 +- 1.3 Hz (prone) and 25.5 +- 1.6 Hz (not prone),
means of people, Miller & Knight 2009, Muscle Nerve 39:364; unchanged after 3 % of body mass lost as sweat, Miller
et al. 2010, Med Sci Sports Exerc 42:11; in the shortened muscle only, Khan & Burne 2007, J Neurophysiol 98:1102.

    python -m simulator.validation.calibration.cramp
"""

import numpy as np

from simulator.measures import muscle as read
from simulator.models.muscle import Muscle
from simulator.protocol import Drive, Stretch, Train
from simulator.simulate import simulate
from simulator.validation.calibration import store, table

SHORT, LONG = 0.65, 1.05  # set lengths, of the optimal: foot pointed, foot pulled up
PRONE, NOT_PRONE = 0.606, 0.52  # severities of the condition
PERSONS = 12  # who differ in the noise of their motoneurons; one alone is at the mercy of it, as of last digits
FEW = 4  # of them in whom dry and watered are compared
START, END = 200.0, 1700.0  # ms: maximal contraction
PIECE = 5000.0  # ms within which the variation of intervals is read, so that slow change does not count
EARLY = 30e3  # ms of a cramp in which its electromyogram is read
MANY = 32  # units of a muscle whose electromyogram is compared with another: it differs by 0.1 with 12
TRAIN = 2000.0  # ms of nerve stimulation
STRONGEST = 60.0  # mA, supramaximal
FREQUENCIES = tuple(range(8, 51, 2))  # Hz
TARGETS = {
    "cramp": {
        "mean rate": (9.4, 19.6), "smallest rate": (6, 25), "largest rate": (6, 25),
        "variation of intervals": (0.35, 0.55), "doublets": (0, 0.088), "duration": (15, 180),
        "electromyogram, of maximal": (0.55, 0.7),
    },
    "length": {"electromyogram, lengthened of shortened": (0, 0.05), "after stretch, impulses": (0, 0)},
    "threshold frequency": {"prone": (13.6, 16.2), "not prone": (23.9, 27.1), "dehydrated, of prone": (0.85, 1.15)},
}  # fmt: skip


def calf(length=SHORT, *, severity=1.0, units=16):
    """Return a calf prone to cramps, at a length of the optimal."""
    muscle = Muscle.of("gastrocnemius", units=units).scaled({"mechanics.set_length": length})
    return muscle.with_condition("cramp", severity)


def contracted(muscle, duration, *then, interval=20.0):
    """Return the run of a muscle that contracts as hard as it can and lets go; then : what is done next."""
    protocol = sum(then, Drive(1.0, start=START, end=END))
    return simulate(muscle, protocol, duration=duration, interval=interval)


def size(results, since, until):
    """Return the size (rms) of the electromyogram between two times (mV)."""
    inside = (results.emg_time.values > since) & (results.emg_time.values < until)
    return float(np.sqrt((results.emg.values[inside] ** 2).mean()))


def described(results):
    """Return {measure: value} of a cramp."""
    found, first = read.sustained(results), END + read.GRACE
    starts = np.arange(first, END + max(found.duration - PIECE, read.GRACE + 1), PIECE)
    pieces = [read.units(results, t, t + PIECE, of="impulse") for t in starts]
    rates = read.mean_rates(results, first, END + found.duration, of="impulse")
    return {
        "mean rate": found.units.rate,
        "smallest rate": float(rates.min()) if len(rates) else np.nan,
        "largest rate": float(rates.max()) if len(rates) else np.nan,
        "variation of intervals": float(np.nanmean([piece.variation for piece in pieces])),
        "doublets": found.units.doublets,
        "duration": found.duration / 1e3,
        "electromyogram, of maximal": size(results, first, first + EARLY) / size(results, START + 300, END),
        "units": found.units.count,
    }


def position(units=16):
    """Return {measure: value}: what the lengthened muscle does, and a cramp stretched by 0.25 from 3 to 3.5 s."""
    long = contracted(calf(LONG, units=units), 3000.0)
    stretched = contracted(calf(units=units), 5000.0, Stretch(3000.0, 0.25, lasting=500.0))
    times = stretched.impulse_time.values
    return {
        "electromyogram, lengthened of shortened": size(long, 2000, 3000) / size(stretched, 2000, 3000),
        "before stretch, impulses": int(((times > 2000) & (times < 3000)).sum()),
        "after stretch, impulses": int((times > 4000).sum()),
    }


def cramps(muscle, frequency, person=0):
    """Return whether at least half of the units fire on after a train through the nerve (Hz)."""
    train = Train(frequency, round(TRAIN * frequency / 1e3), start=100.0, strength=STRONGEST)
    run = simulate(muscle, train, duration=TRAIN + 1300.0, interval=50, seed=person)
    return read.sustained(run).units.count >= muscle.units / 2


def threshold(muscle, person=0):
    """Return the lowest frequency (Hz) that sets off a cramp, tried upwards as it was in people; nan if none does."""
    return next((float(f) for f in FREQUENCIES if cramps(muscle, f, person)), np.nan)


def thresholds(severity, *also, persons=PERSONS):
    """Return the threshold frequency (Hz) of each person (persons,) at a severity, given other conditions too."""
    muscle = calf(severity=severity)
    for condition in also:
        muscle = muscle.with_condition(condition)
    return np.array([threshold(muscle, person) for person in range(persons)])


def frequencies():
    """Return {measure: value} of threshold frequencies: means of all who cramp, and their change with water lost."""
    prone, dry = thresholds(PRONE), thresholds(PRONE, "dehydration", persons=FEW)
    return {
        "prone": np.nanmean(prone),
        "not prone": np.nanmean(thresholds(NOT_PRONE)),
        "dehydrated, of prone": np.nanmean(dry) / np.nanmean(prone[:FEW]),
    }


def measure():
    """Return {group: {measure: value}}."""
    return {
        "cramp": described(contracted(calf(units=MANY), 75_000.0)),
        "length": position(),
        "threshold frequency": frequencies(),
    }


if __name__ == "__main__":
    store(__file__, {name: table(values, TARGETS[name]) for name, values in measure().items()})
