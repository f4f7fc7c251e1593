"""Half-sarcomeres in series: what is kept, what they share, and which pop (Morgan 1990)."""

import json

import numpy as np
import pytest

from simulator import Change, ParameterError, ProtocolError, Pulse, Sarcomeres, Stretch, plots, simulate
from simulator.curves import numbers_of
from simulator.curves.chain import chain_length_tension
from simulator.measures import sarcomeres as measured
from simulator.models.loops import loops_of
from simulator.models.sarcomeres import PARAMETERS, half_velocity
from simulator.scenarios import saved
from simulator.stages.sarcomere import creep

BEGINS = 300.0  # ms
LONG = 2.9  # um: on the descending limb


def stretched(by=0.15, *, length=LONG, velocity=1.0, count=100, rtol=1e-4, protocol=None, **numbers):
    """Return the run of a chain that is stretched while it is active, to the end of the stretch."""
    lasting = 1000 * by / velocity
    told = Change(50, set={"chain.activation": 1.0}) + Stretch(BEGINS, by, lasting=lasting)
    chain = Sarcomeres(count).with_parameters({"chain.set_length": length} | numbers)
    return simulate(chain, told + (protocol or Pulse(0, strength=0.0)), duration=BEGINS + lasting, rtol=rtol)


def test_the_lengths_and_what_is_in_series_add_up_to_what_is_imposed():
    run, chain = stretched(), Sarcomeres().chain
    series = run.force * chain.give / chain.stress
    assert (measured.lengths(run).mean("half") + series).values == pytest.approx(run.imposed_length.values, abs=1e-9)
    assert float(run.imposed_length[-1]) == pytest.approx(LONG + 0.15 * 2.725, abs=0.005)  # passive give at rest


def test_every_half_sarcomere_bears_the_same_force():
    """At two moments near to each other, from the velocity that each has."""
    chain = Sarcomeres(20).with_parameters({"chain.set_length": LONG})
    told = Change(50, set={"chain.activation": 1.0}) + Stretch(BEGINS, 0.15, lasting=150)
    run = simulate(chain, told, duration=500, interval=0.05, rtol=1e-8)
    p, lengths = chain.packed().view(PARAMETERS)[0], measured.lengths(run).values
    i = int(np.searchsorted(run.time, 445.0))
    seen = (lengths[:, i + 1] - lengths[:, i - 1]) / 0.1
    scores = loops_of_scores(20)
    for half, score in enumerate(scores):
        args = lengths[half, i], float(run[f"torn.h{half + 1:03d}"][i]), float(run["chain.activation"][i])
        found = half_velocity(*args, float(run.force[i]), 1.0 + p.chain.spread * score, p)
        assert seen[half] == pytest.approx(found, rel=0.02, abs=2e-5)


def loops_of_scores(count):
    """Return the scores that stand among the constants of a chain."""
    loops = Sarcomeres(count).system.loops
    c = np.zeros(loops.constants)
    loops.setup(np.zeros(2), Sarcomeres(count).packed(), c)
    return c[-2 * count : -count]


@pytest.mark.parametrize("excess", [1e-6, 0.1, 0.79, 0.8, 0.81, 5.0])
def test_a_half_sarcomere_yields_by_its_law(excess):
    u = creep(excess, 1.0, 0.8, 0.03, 0.005)
    assert 0.8 * u / (u + 0.03) + 0.005 * u == pytest.approx(excess)


def test_shortening_without_load_is_at_the_fastest():
    assert creep(1.0, 1.0, 1.25, 0.25, 0.0) == pytest.approx(1.0)


def test_the_written_jacobian_and_its_solution_are_those_of_the_rates():
    count, rng = 12, np.random.default_rng(1)
    chain = Sarcomeres(count).with_parameters({"chain.set_length": 3.0, "chain.activation": 1.0})
    loops, n = chain.system.loops, 2 * count + 2
    c, y = np.zeros(loops.constants), chain.initial()
    loops.setup(np.array([0.0, 1e-3]), chain.packed(), c)
    y[:count] += rng.uniform(-0.05, 0.05, count)
    y[-2:] = 0.05, 0.9
    base, there, entries = np.empty(n), np.empty(n), np.empty(loops.entries)
    loops.jacobian(y, c, base, entries)
    full = np.empty((n, n))
    for j in range(n):
        for sign in (-1, 1):
            moved = y.copy()
            moved[j] += sign * 1e-6
            loops.rates(moved, c, there)
            full[:, j] = (there - full[:, j]) / 2e-6 if sign > 0 else there
    w, b = np.empty(loops.factors), rng.normal(size=n)
    loops.factorise(entries, 0.3, w)
    x = b.copy()
    loops.substitute(w, x)
    assert (0.3 * np.eye(n) - full) @ x == pytest.approx(b, abs=2e-3)


@pytest.mark.parametrize("length", [1.8, 2.2, 2.4])
def test_none_pops_on_the_ascending_limb(length):
    run = stretched(0.1, length=length)
    assert float(run.popped.max()) == 0
    assert float(run.longest[-1] - run.length[-1]) < 0.2  # um: they stay together; popped ones are 1.5 away


def test_the_weakest_pop_one_by_one():
    run = stretched()
    popped = measured.lengths(run).values[:, -1] > 3.6
    ranks = Sarcomeres().ranks
    assert set(np.flatnonzero(popped)) == set(np.argsort(ranks)[: popped.sum()])
    assert set(np.diff(run.popped.values * 100).round().astype(int)) <= {0, 1}


def formula(run):
    """Return Morgan's number at the end of a run, from the mean length at which the first pops."""
    begins = float(run.length[int(np.argmax(run.popped.values > 0))])
    return float(measured.popped_by_length(run, begins)[-1])


@pytest.mark.parametrize("by", [0.1, 0.2, 0.3])
def test_as_many_pop_as_the_length_asks_for_where_the_rest_hardly_give(by):
    """Morgan's formula has it that those that have not popped stay as long as they are; they give if they can."""
    stiff, usual = stretched(by, **{"chain.lengthening_force": 1.3}), stretched(by)
    assert float(stiff.popped[-1]) == pytest.approx(formula(stiff), rel=0.1)
    assert 0.6 * formula(usual) < float(usual.popped[-1]) < formula(usual)


def test_each_further_piece_of_stretch_pops_as_many_as_it_asks_for():
    less, more = stretched(0.15), stretched(0.3)
    asked = formula(more) - formula(less)
    assert float(more.popped[-1] - less.popped[-1]) == pytest.approx(asked, rel=0.15)


def test_length_and_amplitude_matter_more_than_velocity():
    def popped(**told):
        return float(stretched(**told).popped[-1])

    usual = popped()
    assert popped(length=2.6) < 0.7 * usual < usual < popped(length=3.2)
    assert popped(by=0.075) < 0.5 * usual and popped(by=0.3) > 2 * usual
    assert [popped(velocity=v) for v in (0.5, 2.0, 5.0)] == pytest.approx([usual] * 3, rel=0.25)


def test_the_popped_part_does_not_depend_on_how_many_there_are():
    found = [float(stretched(count=count).popped[-1]) for count in (50, 100, 200, 400)]
    for count, part in zip((50, 100, 200), found, strict=False):
        assert part == pytest.approx(found[-1], abs=1.5 / count)  # one half-sarcomere more or less


def test_a_tighter_tolerance_changes_little():
    loose, tight = stretched(), stretched(rtol=1e-7)
    assert float(loose.popped[-1]) == pytest.approx(float(tight.popped[-1]), abs=0.011)
    assert loose.length.values == pytest.approx(tight.length.values, abs=0.002)


def test_without_any_spread_all_lengthen_alike():
    run = stretched(**{"chain.spread": 0.0})
    assert float(run.popped.max()) == 0
    assert float(run.longest[-1]) == pytest.approx(float(run.length[-1]), abs=1e-6)


def test_those_that_have_popped_stay_out_while_the_muscle_shortens_and_some_for_good():
    told = Stretch(BEGINS + 250, -0.15, lasting=300) + Change(900, set={"chain.activation": 0.0})
    chain = Sarcomeres().with_parameters({"chain.set_length": LONG})
    told += Change(50, set={"chain.activation": 1.0}) + Stretch(BEGINS, 0.15, lasting=150)
    run = simulate(chain, told, duration=3000)
    assert measured.popped_when_back(run) >= 0.9 * float(run.popped.sel(time=BEGINS + 150))
    assert float(run.popped[-1]) == 0 < float(run.torn[-1]) < float(run.popped.max())
    assert float(run.longest[-1] - run.length[-1]) < 0.05


def test_a_stretch_moves_the_optimum_to_longer_lengths_and_takes_force_from_short_ones():
    """Whitehead et al. 2001; the shift is that of what tore, in series, pulled out to where it is held."""
    chain, lengths = Sarcomeres(), np.linspace(1.8, 3.3, 26)
    after = chain.after(stretched(0.3))
    torn = float(after.initial()[100:200].mean())
    sound, hurt = (chain_length_tension(c, lengths) for c in (chain, after))
    shift = float(hurt.optimum - sound.optimum)
    assert shift == pytest.approx(torn * (4.37 - 2.725), rel=0.25)
    assert float(hurt.active[0]) < 0.7 * float(sound.active[0])
    assert numbers_of(hurt)["at_usual"] < numbers_of(sound)["at_usual"]


def test_a_resting_chain_stays_as_it_is():
    run = simulate(Sarcomeres().with_parameters({"chain.set_length": 3.3}), duration=1e5, interval=1e4)
    assert measured.lengths(run).values == pytest.approx(np.full((100, 11), 3.3), abs=1e-9)


def test_a_saved_chain_is_restored():
    model = Sarcomeres(50).scaled({"chain.spread": 0.5})
    again = saved.restore(json.loads(json.dumps(model.describe())))
    assert again.describe() == model.describe() and (again.packed() == model.packed()).all()


@pytest.mark.parametrize("count", [9, 401, 50.5])
def test_a_number_that_is_none_is_refused(count):
    with pytest.raises(ParameterError, match="count"):
        Sarcomeres(count)


def test_what_cannot_be_done_to_a_chain_is_told():
    from simulator import Drive, Fibre

    with pytest.raises(ProtocolError, match="motoneurons"):
        simulate(Sarcomeres(), Drive(0.5), duration=100)
    with pytest.raises(ParameterError, match="not results of Sarcomeres"):
        measured.lengths(simulate(Fibre.fast(), duration=1))
    with pytest.raises(ParameterError, match="Sarcomeres"):
        chain_length_tension(Fibre.fast())


def test_the_picture_has_a_line_for_each_half_sarcomere():
    figure = plots.sarcomeres({"long": stretched(), "short": stretched(length=2.2)})
    assert len(figure.axes[0].lines) == 100 + 2
    told = tuple(ax.get_title().split("\n")[1] for ax in figure.axes[:2])
    assert (f"{round(100 * float(stretched().popped[-1]))} pop", "none pops") == told


def test_loops_say_how_many_numbers_they_need():
    loops = loops_of(10, np.zeros(10), np.zeros(10))
    assert (loops.entries, loops.factors) == (53, 55)
