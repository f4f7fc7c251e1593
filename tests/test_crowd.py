"""Many copies of one system side by side: each as if it were alone."""

import numpy as np
import pytest

from simulator import Motoneuron, Pulse, SolverError, simulate
from simulator.simulate.group import Group
from simulator.simulate.noise import Noise
from simulator.simulate.pull import Pull
from simulator.solver.crowd import Team
from simulator.stages import tendon
from simulator.stages.tendon import TendonParameters

CELL = Motoneuron.slow()


def advanced(copies, pulses, *, until=200.0, step=2.0, threads=1, rtol=1e-4):
    """Return (units, times) of all spikes, and the last states, of cells with pulses (copy, start, width, size)."""
    group, found = Group([CELL] * copies, "stimulus", rtol=rtol), []
    for pulse in pulses:
        group.pulse(*pulse)
    with Team(threads) as team:
        for end in np.arange(step, until + step / 2, step):
            found += team.advance([group], end)
    return np.concatenate([u for u, _ in found]), np.concatenate([t for _, t in found]), group.y


def test_a_copy_does_what_the_model_does_alone():
    _, times, y = advanced(1, [(0, 10.0, 100.0, 20.0)], rtol=1e-6)
    alone = simulate(CELL, Pulse(10, width=100.0, strength=20.0), duration=200, rtol=1e-7)
    assert len(times) == len(alone.spike_time) >= 2
    assert times == pytest.approx(alone.spike_time.values, abs=0.01)
    assert y[0][0] == pytest.approx(float(alone["motoneuron.soma_potential"][-1]), abs=0.01)


def test_what_one_copy_does_is_nothing_to_another():
    pulse = (0, 10.0, 100.0, 20.0)
    _, _, alone = advanced(1, [pulse])
    _, _, among = advanced(3, [pulse, (1, 33.3, 5.0, 60.0), (2, 50.1, 0.5, 100.0)])
    assert (alone[0] == among[0]).all()


def test_any_number_of_threads_gives_the_same_bits():
    pulses = [(i, 10.0 + 3 * i, 80.0, 10.0 + 2 * i) for i in range(7)]
    one, three = (advanced(7, pulses, threads=n) for n in (1, 3))
    assert all((a == b).all() for a, b in zip(one, three, strict=True))


def test_pulses_at_once_add_up_and_a_dropped_one_is_gone():
    _, few, _ = advanced(1, [(0, 10.0, 100.0, 20.0)])
    _, same, _ = advanced(1, [(0, 10.0, 100.0, 12.0), (0, 10.0, 100.0, 8.0)])
    assert same == pytest.approx(few, abs=1e-6)
    group = Group([CELL], "stimulus")
    group.pulse(0, 10.0, 100.0, 20.0)
    group.drop(0, 10.0)
    assert not len(group.advance(100.0)[1])


def test_a_full_queue_is_told():
    group = Group([CELL], "stimulus")
    with pytest.raises(SolverError, match="more than 32 pulses"):
        for i in range(40):
            group.pulse(0, 10.0 + i, 0.5)


def test_noise_is_the_same_however_it_is_read():
    fine, coarse = Noise(2, 5.0, seed=3), Noise(2, 5.0, seed=3)
    a = np.array([fine.mean(t, t + 0.5) for t in np.arange(0, 3000, 0.5)])
    b = np.array([coarse.mean(t, t + 2.0) for t in np.arange(0, 3000, 2.0)])
    assert a.reshape(-1, 4, 2).mean(axis=1) == pytest.approx(b, abs=1e-10)
    path = a.reshape(-1, 2, 2).mean(axis=1)  # on its own grid of 1 ms
    assert path.std(axis=0) == pytest.approx([1.0, 1.0], abs=0.15)  # 300 correlation times: 1 / sqrt(300) x 2
    assert np.corrcoef(path[:-5, 0], path[5:, 0])[0, 1] == pytest.approx(np.exp(-1), abs=0.15)


def test_fascicles_that_are_springs_come_to_balance_with_the_tendon():
    """A force that is switched on, and a stiffness: the place is where spring and tendon pull alike."""
    p = TendonParameters(angle=0.0)
    pull, stiffness, viscosity = Pull(p, 1.0, 0.0), 50.0, 100.0
    start = pull.length
    for _ in range(500):
        before = pull.length
        velocity = pull.plan(1.0, stiffness, viscosity, 0.0, None)
        pull.note(1.0, velocity, 1000.0 + stiffness * (pull.length - start) + viscosity * velocity)
        assert pull.length - before == pytest.approx(velocity, abs=1e-9)
    assert pull.force == pytest.approx(1000.0 + stiffness * (pull.length - start), rel=1e-6)
    assert pull.length < start
    assert tendon.tendon_extension(pull.force, p) == pytest.approx(start - pull.length, rel=1e-6)


def test_a_mass_on_the_tendon_swings_at_its_own_frequency():
    p = TendonParameters(angle=0.0, damping=0.0, mass=16.0)
    pull, rigid, places = Pull(p, 1.0, 500.0), 1e6, []
    stiffness = tendon.tendon_stiffness(tendon.tendon_extension(500.0, p), p)
    for _ in range(2000):
        velocity = pull.plan(0.5, rigid, 0.0, 0.0, 502.0)
        pull.note(0.5, velocity, 500.0 + rigid * (pull.length - 49.0))
        places.append(pull.end - pull.start)
    places = np.array(places) - np.mean(places)
    crossings = np.flatnonzero((places[:-1] < 0) & (places[1:] >= 0))
    period = 0.5 * np.diff(crossings).mean()
    assert period == pytest.approx(2 * np.pi * np.sqrt(16.0 / (1e3 * stiffness)) * 1e3, rel=0.02)
