"""Electrode: from impulses of muscle fibres to the electromyogram of the skin.

An action potential V runs from the end-plate at c both ways, and ends at the tendons. The axial current in the fibre,
of radius a, gives the potential at the skin by its dipoles, in a conductor that conducts better along fibres than
across (si inside the fibre, sr across and sz along the tissue; the air, which does not conduct, doubles it):

    V(x, t) = V(t - x / c), at a distance x from the end-plate
    phi(t) = 2 a^2 si / (4 sr) sum over both ways of integral of dV/dt(t - u) dG/dz(at x = c u) (+, -) du
    G(z) = 1 / sqrt(sz / sr distance^2 + (z - electrode)^2)

By parts this is the transmembrane current, a second derivative of V along the fibre, seen from the electrode, with
all that begins at the end-plate and dies at the tendons: the currents out of a fibre add up to zero at all times.
A unit is the sum over its fibres, whose end-plates, velocities and distances are spread: each spread is stood for by
the middles of equal parts of it. The electromyogram is the sum over units and impulses.

Plonsey 1974, IEEE Trans Biomed Eng 21:371; Rosenfalck 1969, Acta Physiol Scand suppl 321; Fuglevand et al. 1992, Biol
Cybern 67:143. Plain functions of arrays: nothing here is part of a differential equation.
"""

from dataclasses import dataclass

import numpy as np
from scipy import fft
from scipy.special import ndtri

from simulator.quantity import Quantities, quantity

TISSUE = "Andreassen & Rosenfalck 1981, from memory"
MUSCLE = "assumed: a long muscle of the arm"
MONOPOLAR = ((0.0, 1.0),)  # contacts: (place, of the spacing from the centre; weight)
BIPOLAR = ((-0.5, 1.0), (0.5, -1.0))
PARTS = (7, 3, 3)  # parts that stand for the spread of end-plates, velocities and distances


@dataclass(frozen=True)
class ElectrodeParameters(Quantities):
    """Constants of fibres, tissue and surface electrode; places along the fibre from the middle of the end-plates."""

    fibre_radius: float = quantity(0.025, "mm", "of a muscle fibre (a)", "assumed: diameter 50 um")
    fibre_conductivity: float = quantity(1.01, "S/m", "inside the fibre (si)", TISSUE)
    radial_conductivity: float = quantity(0.063, "S/m", "of the tissue across fibres (sr)", TISSUE)
    axial_conductivity: float = quantity(0.33, "S/m", "of the tissue along fibres (sz)", TISSUE)
    skin: float = quantity(2.0, "1", "rise of potential at a surface that does not conduct", "method of images")
    velocity: float = quantity(4.0, "mm/ms", "conduction velocity of the fibres (c)", "assumed: human, 3-5 m/s")
    velocity_spread: float = quantity(0.3, "mm/ms", "its standard deviation in a unit", "assumed", low=0, high=1)
    end_plates: float = quantity(15.0, "mm", "width of the zone of end-plates of a unit", MUSCLE, low=0, high=100)
    half_length: float = quantity(60.0, "mm", "from the middle of the end-plates to each tendon", MUSCLE)
    territory: float = quantity(6.0, "mm", "width over which the fibres of a unit are spread", MUSCLE, low=0, high=30)
    shallowest: float = quantity(7.0, "mm", "depth of the muscle under the electrode: skin and fat", MUSCLE)
    deepest: float = quantity(27.0, "mm", "depth of its far side", MUSCLE)
    place: float = quantity(
        25.0, "mm", "place of the electrode's centre", "assumed: between end-plates and tendon", low=-300
    )
    spacing: float = quantity(20.0, "mm", "between the contacts of a bipolar electrode", "usual in surface recording")


def distances(units, seed, p):
    """Return the distance of each unit's middle from the electrode (mm): anywhere in a round muscle under it."""
    random, radius = np.random.default_rng(seed), 0.5 * (p.deepest - p.shallowest)
    off, angle = radius * np.sqrt(random.uniform(size=units)), random.uniform(0, 2 * np.pi, units)
    return np.hypot(p.shallowest + radius + off * np.cos(angle), off * np.sin(angle))


def unit_potentials(time, potential, fibres, distance, p, *, contacts=BIPOLAR, interval=0.25):
    """Return what the electrode sees of one impulse of each unit.

    Parameters
    ----------
    time, potential : (n,)
        The action potential of a fibre (ms, mV), time 0 being its spike; at rest at its beginning and at its end.
    fibres, distance : (units,)
        Fibres of each unit, and the distance of their middle from the electrode, across fibres (mm).
    p : ElectrodeParameters
    contacts : ((place, weight), ...)
        BIPOLAR or MONOPOLAR.
    interval : float
        Between samples (ms).

    Returns
    -------
    times (m,) after the spike (ms), potentials (units, m) (mV)
    """
    grid = np.arange(np.floor(time[0] / interval), np.ceil(time[-1] / interval) + 1) * interval
    rises = np.diff(np.interp(grid, time, potential))
    flight = np.arange(0.5, 2.0 * p.half_length / (p.velocity * interval)) * interval
    seen = _sensitivity(flight, np.asarray(distance, dtype=float), contacts, p)
    scale = p.skin * p.fibre_radius**2 * p.fibre_conductivity / (4 * p.radial_conductivity)
    found = scale * np.asarray(fibres, dtype=float)[:, None] * _convolved(seen, rises)
    return grid[0] + interval * (1.0 + np.arange(found.shape[1])), found


def electromyogram(spikes, times, potentials, duration):
    """Return the times (n,) (ms) and the raw electromyogram (n,) (mV) from 0 to a duration (ms).

    spikes : one array of times (ms) for each unit; times, potentials : of `unit_potentials`, whose interval is kept
    """
    interval = times[1] - times[0]
    count, length = int(np.floor(duration / interval + 1e-9)) + 1, potentials.shape[1] + 1
    total, samples = np.zeros(count + 2 * length), np.arange(length)
    for fired, potential in zip(spikes, potentials, strict=True):
        place = (np.asarray(fired, dtype=float) + times[0]) / interval + length
        place = place[(place >= 0) & (place < count + length)]
        first = np.floor(place).astype(int)
        part = (place - first)[:, None]
        seen = (1.0 - part) * np.append(potential, 0.0) + part * np.append(0.0, potential)
        total += np.bincount((first[:, None] + samples).ravel(), seen.ravel(), minlength=len(total))
    return interval * np.arange(count), total[length : length + count]


def _sensitivity(flight, distance, contacts, p):
    """Return the slope (1/mm^2) that dipoles meet at a time of flight (m,): both ways, mean of fibres (units, m)."""
    plates = p.end_plates * (_middles(PARTS[0]) - 0.5)
    speeds = p.velocity + p.velocity_spread * ndtri(_middles(PARTS[1]))
    levels = distance[:, None] + p.territory * (_middles(PARTS[2]) - 0.5)
    across = (p.axial_conductivity / p.radial_conductivity * levels**2)[:, :, None]
    total = np.zeros((len(distance), len(flight)))
    for plate in plates:
        for speed in speeds:
            for way in (1.0, -1.0):
                runs = speed * flight < p.half_length - way * plate
                z = plate + way * speed * flight[runs] - p.place
                for where, weight in contacts:
                    off = z - where * p.spacing
                    square = across + off**2
                    total[:, runs] -= way * weight * (off / (square * np.sqrt(square))).mean(axis=1)
    return total / (len(plates) * len(speeds))


def _middles(count):
    """Return the middles of equal parts of 0 to 1."""
    return (np.arange(count) + 0.5) / count


def _convolved(seen, rises):
    """Return the rises of an action potential (mV) as they are seen through a sensitivity (units, m)."""
    size = fft.next_fast_len(seen.shape[1] + len(rises) - 1, real=True)
    product = fft.irfft(fft.rfft(seen, size) * fft.rfft(rises, size), size)
    return product[:, : seen.shape[1] + len(rises) - 1]
