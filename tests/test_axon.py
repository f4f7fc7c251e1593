"""A motor axon: excited, refractory, blocked, and firing by itself in low calcium. Target 79, axon part."""

from math import exp

import numpy as np
import pytest
from scipy.optimize import brentq

from simulator import Axon, Change, Doublet, Fibre, ParameterError, Pulse, Rest, Train, measures
from simulator.conditions import AXON_CONDITIONS, AXON_DRUGS
from simulator.stages import axon
from simulator.stages.axon import AxonParameters, AxonState
from simulator.stages.cooling import CoolingParameters, under_skin

HEALTHY = Axon.motor()
STRONG = {"strength": 1000.0, "width": 0.2}  # five times threshold: what a neighbouring node brings


def bath(**numbers):
    """Return an axon in another bath."""
    return HEALTHY.with_parameters({f"axon.{name}": value for name, value in numbers.items()})


def alone(run, model, duration=5000.0):
    """Return the bursts of an axon that is left alone."""
    return measures.bursts(run(model, Rest(), duration, 1.0))


def threshold(model, width):
    """Return the weakest pulse of a width (ms) that fires an axon, to half a per cent (uA/cm^2)."""
    from simulator import simulate

    low, high = 10.0, 5000.0
    while high / low > 1.005:
        middle = (low * high) ** 0.5
        fired = len(simulate(model, Pulse(strength=middle, width=width), duration=16).spike_time)
        low, high = (low, middle) if fired else (middle, high)
    return high


def test_rates_are_those_of_the_published_equations():
    """McIntyre et al. 2002 in their own words, at 20 degC, with surface charge as usual."""
    s = AxonState(potential=-50.0, sodium_open=0.4, sodium_available=0.3, persistent_open=0.5, rectifier_open=0.2)
    p = AxonParameters().at_temperature(20.0)
    rates = np.zeros(len(AxonState.dtype()))
    views = s.array().view(AxonState.dtype())[0], p.array().view(AxonParameters.dtype())[0]
    axon.axon_rates(views[0], 50.0, views[1], rates.view(AxonState.dtype())[0])
    v = -50.0
    m = (
        1.86 * (v + 21.4) / (1 - exp(-(v + 21.4) / 10.3)) * 0.6,
        0.086 * -(v + 25.7) / (1 - exp((v + 25.7) / 9.16)) * 0.4,
    )
    h = 0.062 * -(v + 114) / (1 - exp((v + 114) / 11)) * 0.7, 2.3 / (1 + exp(-(v + 31.8) / 13.4)) * 0.3
    o = 0.01 * (v + 27) / (1 - exp(-(v + 27) / 10.2)) * 0.5, 0.00025 * -(v + 34) / (1 - exp((v + 34) / 10)) * 0.5
    assert rates[1:4] == pytest.approx([m[0] - m[1], h[0] - h[1], o[0] - o[1]], rel=1e-9)
    outward = (p.sodium_conductance * 0.4**3 * 0.3 + p.persistent_conductance * 0.5**3) * (v - 50)
    outward += (p.rectifier_conductance * 0.2 + p.slow_conductance * s.slow_open) * (v + 90)
    outward += p.load_conductance * (v - p.load_potential)
    assert rates[0] == pytest.approx((50.0 - outward) / 2.0, rel=1e-9)


def test_a_healthy_axon_rests_and_stays_at_rest(run):
    results = run(HEALTHY, Rest(), 20_000.0, 5.0)
    v = results.membrane_potential.values
    assert -85 <= v[0] <= -70
    assert np.ptp(v) < 0.02  # it starts a hundredth of a mV from rest
    assert not len(results.spike_time)


@pytest.mark.parametrize("width", [0.2, 0.5])
@pytest.mark.parametrize("rate", [1, 20, 50, 100])
def test_each_pulse_is_answered_once(run, rate, width):
    pulses = Train(rate, max(2, rate), strength=1000.0, width=width)
    assert len(run(HEALTHY, pulses, 2100.0, 1.0).spike_time) == max(2, rate)


@pytest.mark.parametrize("temperature", [15.0, 20.0, 25.0, 30.0, 40.0, 42.0])
def test_one_pulse_is_answered_once_in_the_cold_and_in_the_heat(run, temperature):
    assert len(run(Axon.motor(temperature=temperature), Pulse(**STRONG), 300.0, 1.0).spike_time) == 1


def test_it_is_refractory_for_some_milliseconds_and_longer_in_the_cold(run):
    """Q10 of refractory periods is about 3 in man (sensory fibres)."""

    def period(temperature):
        model = Axon.motor(temperature=temperature)
        gaps = np.arange(0.6, 12, 0.2)
        return next(x for x in gaps if len(run(model, Doublet(float(x), **STRONG), 60.0, 1.0).spike_time) == 2)

    warm, cool = period(37.0), period(27.0)
    assert 1.0 <= warm <= 3.0
    assert cool > 1.5 * warm


def test_strength_and_duration_follow_weiss_with_the_time_of_human_motor_axons():
    """459 +- 126 us (Brain 119:439, 1996), charge being linear in duration."""
    widths = np.array([0.2, 0.5, 1.0])
    charge = widths * [threshold(HEALTHY, float(w)) for w in widths]
    slope, intercept = np.polyfit(widths, charge, 1)
    assert 0.333 <= intercept / slope <= 0.585
    assert charge == pytest.approx(intercept + slope * widths, rel=0.05)


def test_the_threshold_falls_with_calcium_outside():
    values = [threshold(bath(bath_calcium=c), 0.2) for c in (1.5, 1.2, 1.15, 1.1)]
    assert values == sorted(values, reverse=True)
    assert values[-1] < 0.95 * values[1]


def test_nerve_fires_bursts_by_itself_below_some_calcium_and_never_above(run):
    """Target 79: symptoms below 1.0-1.1 mM, frank tetany below 0.8-0.9; 20-100 Hz in bursts."""
    assert [alone(run, bath(bath_calcium=c)).count for c in (2.0, 1.3, 1.2, 1.12)] == [0, 0, 0, 0]
    for calcium in (0.95, 0.9, 0.85):
        told = alone(run, bath(bath_calcium=calcium))
        assert told.count >= 5
        assert told.size >= 2
        assert 20 <= told.rate <= 100


def test_bursts_begin_when_calcium_falls_and_end_when_it_is_given(run):
    low, back = Change(500, set={"axon.bath_calcium": 0.9}), Change(3000, set={"axon.bath_calcium": 1.2})
    times = run(HEALTHY, low + back, 5000.0, 1.0).spike_time.values
    assert len(times) > 20
    assert times[0] > 500
    assert times[-1] < 3300


def test_slow_potassium_ends_the_bursts(run):
    """Its conductance held as at rest, the same axon goes on without a pause."""
    held = bath(bath_calcium=0.9, slow_rate=1.4e-4)
    assert alone(run, held).size > 3 * alone(run, bath(bath_calcium=0.9)).size


def test_alkalosis_brings_on_what_neither_it_nor_low_calcium_does_alone(run):
    """Forced breathing to pH 7.6 is enough in health (Macefield & Burke 1991: paraesthesiae, tetany)."""
    told = [alone(run, bath(bath_calcium=c, ph=ph)).count for c, ph in ((1.2, 7.5), (1.1, 7.4), (1.1, 7.5))]
    assert told[:2] == [0, 0]
    assert told[2] > 0
    assert alone(run, HEALTHY.with_condition("hyperventilation")).count > 0
    assert alone(run, bath(bath_calcium=0.95, ph=7.2)).count == 0


def test_alkalosis_lowers_ionised_calcium_by_a_twentieth_of_a_millimole_for_a_tenth():
    p = AxonParameters(ph=7.5).array().view(AxonParameters.dtype())[0]
    assert axon.ionised_calcium(p) == pytest.approx(1.15, abs=0.002)


def surface_potential(calcium, magnesium, ph, salt):
    """Return the potential (mV) of the charges of Hille, Woodhull & Shapiro 1975, by Grahame's equation (M)."""

    def excess(v):
        e = exp(-v / 25.3)
        hydrogen, bound = 10**-ph * e, calcium * e * e / 28
        charge = sum(n * (bound - 1) / (1 + hydrogen / 10**-pk + bound) for n, pk in ((0.9, 2.88), (0.58, 4.58)))
        base = hydrogen / 10**-6.28
        both = calcium + magnesium
        cloud = salt * (e - 1) + both * (e * e - 1) + (salt + 2 * both) * (1 / e - 1)
        return charge + 0.33 * base / (1 + base) + cloud**0.5 / 2.7

    return brentq(excess, -200, -1)


def test_protons_and_calcium_shift_gates_as_the_charges_of_the_node_say():
    """20-25 mV for tenfold calcium in frog Ringer, and a few mV for one pH."""
    p = AxonParameters()
    tenfold = surface_potential(0.02, 0, 7.4, 0.117) - surface_potential(0.002, 0, 7.4, 0.117)
    assert float(p.screening) * np.log(10) == pytest.approx(tenfold, rel=0.05)
    acid = surface_potential(1.2e-3, 6e-4, 7.4, 0.15) - surface_potential(1.2e-3, 6e-4, 7.6, 0.15)
    assert 0.2 * float(p.proton) == pytest.approx(acid, rel=0.05)


def test_magnesium_acts_as_calcium_does(run):
    low = {"bath_calcium": 1.05}
    assert alone(run, bath(bath_magnesium=0.2, **low)).count > 0
    assert alone(run, bath(bath_magnesium=5.0, bath_calcium=0.6)).count == 0


def test_lidocaine_blocks_the_nerve_and_stops_tetany(run):
    """A-beta fibres in vivo fail at 0.41 +- 0.15 mM (J Pharmacol Exp Ther 282:802, rat)."""
    answered = [len(run(HEALTHY.with_drug("lidocaine", c), Pulse(**STRONG), 60.0, 1.0).spike_time) for c in (50, 560)]
    assert answered == [1, 0]
    assert alone(run, HEALTHY.with_condition("hypocalcaemia").with_drug("lidocaine", 560.0)).count == 0


def test_a_depolarised_axon_fires_single_impulses_and_doublets_now_and_then(run):
    told = alone(run, HEALTHY.with_condition("fasciculation"))
    assert told.count >= 3
    assert told.size <= 2
    assert told.pause > 250


@pytest.mark.parametrize("name", ["myokymia", "neuromyotonia"])
def test_fewer_slow_potassium_or_more_persistent_sodium_channels_make_bursts_of_many(run, name):
    told = alone(run, HEALTHY.with_condition(name))
    assert told.count >= 3
    assert told.size > 5


def test_a_cuff_brings_out_latent_tetany(run):
    """Trousseau's sign: neither ischaemia nor 1.1 mM calcium makes the axon fire, both do; the threshold falls by 34 %
    in human sensory fibres (Lin, Grosskreutz & Burke)."""
    cuffed = HEALTHY.with_condition("ischaemia")
    assert alone(run, cuffed).count == alone(run, bath(bath_calcium=1.1)).count == 0
    assert alone(run, cuffed.with_parameters({"axon.bath_calcium": 1.1})).count > 3
    assert threshold(cuffed, 0.2) / threshold(HEALTHY, 0.2) == pytest.approx(0.66, abs=0.05)


def test_latent_tetany_answers_a_tap_more_than_once(run):
    """Chvostek's sign: silent in 1.05 mM, one pulse brings several impulses."""
    low = bath(bath_calcium=1.05)
    assert alone(run, low).count == 0
    assert len(run(low, Pulse(**STRONG), 500.0, 1.0).spike_time) >= 2


def test_impulses_take_longer_over_a_distance_in_the_cold():
    """About 5 % for a degree; a third slower below skin of 10 degC (Algafly & George 2007)."""
    small, large = Axon.at(0.0), Axon.at(1.0)
    assert small.delay(800.0) == pytest.approx(800.0 / 44.0)
    assert large.delay(800.0) == pytest.approx(800.0 / 53.0)
    assert Axon.motor(temperature=36.0).velocity() / HEALTHY.velocity() == pytest.approx(0.95, abs=0.01)
    assert Axon.motor(temperature=28.5).velocity() / HEALTHY.velocity() == pytest.approx(0.67, abs=0.02)


def test_a_nerve_under_iced_skin_is_a_third_slower():
    """Algafly & George 2007: -32.8 % at 10 degC of skin, whose nerve is 9.8 degC cooler (Mars et al. 2006)."""
    assert under_skin(10.0) == pytest.approx(27.2, abs=0.1)
    assert under_skin(float(CoolingParameters().skin)) == 37.0
    slowed = [Axon.motor(temperature=under_skin(skin)).velocity() / HEALTHY.velocity() for skin in (30.0, 20.0, 10.0)]
    assert slowed[0] > slowed[1] > slowed[2] and 0.60 < slowed[2] < 0.75


@pytest.mark.parametrize("skin", [-1.0, 34.0])
def test_a_skin_colder_than_ice_or_warmer_than_usual_is_refused(skin):
    with pytest.raises(ParameterError, match="outside 0 to 33.4 degC"):
        under_skin(skin)


def test_two_solvers_agree_on_its_impulses(run):
    low = bath(bath_calcium=0.9)
    ours, scipy = (
        run(low, Pulse(**STRONG), 100.0, 0.5, 1e-7, solver).spike_time.values for solver in ("rosenbrock", "scipy")
    )
    assert len(ours) == len(scipy) > 1
    assert ours == pytest.approx(scipy, abs=0.1)


@pytest.mark.parametrize("name", AXON_CONDITIONS)
def test_a_condition_of_no_severity_is_health(name):
    assert (HEALTHY.with_condition(name, 0.0).packed() == HEALTHY.packed()).all()
    assert len(AXON_CONDITIONS[name].source) > 15


@pytest.mark.parametrize("name", AXON_DRUGS)
def test_none_of_a_drug_changes_nothing(name):
    assert (HEALTHY.with_drug(name, 0.0).packed() == HEALTHY.packed()).all()


def test_an_axon_knows_its_own_conditions_drugs_and_ranges():
    with pytest.raises(ParameterError, match="acts on the membrane"):
        HEALTHY.with_condition("myotonia congenita")
    with pytest.raises(ParameterError, match="acts on the axon"):
        Fibre.fast().with_drug("lidocaine", 100.0)
    with pytest.raises(ParameterError, match="rank"):
        Axon.at(1.5)
    with pytest.raises(ParameterError, match="outside 0 to 42"):
        Axon.motor(temperature=50.0)
