"""Drugs, surroundings and disorders of the store. Targets by number in data/targets.csv."""

import numpy as np
import pytest

from simulator import Change, Fibre, ParameterError, Pulse, Ramp, Rest, Train, measures
from simulator.conditions import CONDITIONS, DRUGS, Effect

FAST = Fibre.fast()
TRAIN, SILENCE = Train(rate=50, count=20), 3400.0
SUSCEPTIBLE = FAST.with_condition("malignant hyperthermia")
STRIP = 3.0  # mm^2, assumed cross-section of the strip in a contracture test
GRAM = 9.81 / STRIP  # kPa for each gram of its tension


def contracture(run, fibre, drug, concentration):
    """Return the rise of force in a bath with a drug, in grams of a strip of muscle."""
    results = run(fibre, Change(1000, drugs={drug: concentration}), 90_000.0, 100.0)
    assert not len(measures.spikes(results))
    return float(results.force.max() - results.force[0]) / GRAM


def after(run, fibre):
    return measures.after_discharge(run(fibre, TRAIN, SILENCE)).count


def test_half_the_site_is_taken_at_the_half_concentration():
    block, shift = Effect("x.y", -0.8, 5.0, 2.0), Effect("x.y", -30.0, 5.0, adds=True)
    assert block.on(10.0, 5.0) == pytest.approx(10.0 * (1 - 0.4))
    assert shift.on(-10.0, 5.0) == pytest.approx(-25.0)
    assert block.on(10.0, 0.0) == 10.0


@pytest.mark.parametrize("drug", DRUGS)
def test_without_any_of_a_drug_nothing_changes(drug):
    assert (FAST.with_drug(drug, 0.0).packed() == FAST.packed()).all()


@pytest.mark.parametrize("drug", DRUGS)
def test_a_drug_says_where_its_sizes_come_from(drug):
    changed = FAST.with_drug(drug, 1.0).parameters()
    for effect in DRUGS[drug].effects:
        assert drug in changed[effect.path].source
        assert len(DRUGS[drug].source) > 15


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_names_its_stage_and_source(name):
    condition = CONDITIONS[name]
    assert condition.scale or condition.set
    assert condition.meaning and condition.source
    assert FAST.with_condition(name, 0.3).conditions == ((name, 0.3),)


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda: FAST.with_drug("dantrolen", 1), "did you mean dantrolene"),
        (lambda: FAST.with_drug("caffeine", -1), "outside 0 to"),
        (lambda: FAST.with_drug("caffeine", float("nan")), "outside 0 to"),
        (lambda: FAST.with_parameters({"temperature": 50}), "0 to 42 degC"),
        (lambda: Change(5, drugs={"cafeine": 1}).changes[0].applied_to(FAST), "change at 5 ms"),
    ],
)
def test_bad_drugs_and_temperatures_are_refused_in_words(make, words):
    with pytest.raises(ParameterError, match=words):
        make()


def test_the_temperature_may_change_on_the_way(run):
    warmed = run(Fibre.fast(temperature=25), Ramp("temperature", [25, 31, 37], start=0, end=4000), 30_000.0, 50.0)
    assert warmed.membrane_potential[0] != warmed.membrane_potential[-1]
    slow, fast = (run(FAST.with_parameters({"temperature": t}), Pulse(), 800.0) for t in (25, 37))
    cooled = run(FAST, Change(1, set={"temperature": 25}) + Pulse(at=400), 1200.0)
    times = [measures.twitch(r).contraction_time for r in (slow, fast, cooled)]
    assert times[0] > 2 * times[1]
    assert times[2] == pytest.approx(times[0], rel=0.05)


def test_tetrodotoxin_silences_and_dantrolene_weakens(run):
    usual, blocked = (run(f, Pulse(), 500.0, 0.1) for f in (FAST, FAST.with_drug("tetrodotoxin", 1.0)))
    assert len(measures.spikes(blocked)) == 0
    for concentration in (10, 20):
        weakened = run(FAST.with_drug("dantrolene", concentration), Pulse(), 500.0, 0.1)
        assert len(measures.spikes(weakened)) == 1
        loss = 1 - measures.twitch(weakened).peak / measures.twitch(usual).peak
        assert 0.6 <= loss <= 0.8  # target 85


def test_blocking_chloride_channels_with_9_ac_makes_myotonia(run):
    """ClC-1 must lose about four fifths (Pedersen 2016)."""
    counts = [after(run, FAST.with_drug("9-AC", c)) for c in (10, 30, 100)]
    assert counts[0] == 0
    assert 0 < counts[1] < counts[2]


@pytest.mark.parametrize("drug, concentration", [("retigabine", 20), ("mexiletine", 10), ("ClC-1 opener", 10)])
@pytest.mark.parametrize("name", ["myotonia congenita", "sodium-channel myotonia"])
def test_membrane_drugs_shorten_the_discharge_and_leave_the_healthy_fibre_its_spikes(run, name, drug, concentration):
    ill = FAST.with_condition(name)
    assert after(run, ill.with_drug(drug, concentration)) < after(run, ill) / 2
    assert measures.answered(run(FAST.with_drug(drug, concentration), TRAIN, SILENCE)) == 20


def test_ouabain_depolarises_over_minutes_and_salbutamol_hyperpolarises(run):
    stopped = run(FAST, Change(1000, drugs={"ouabain": 10}), 3e5, 1000.0).membrane_potential.values
    assert stopped[5] - stopped[0] > 1
    assert stopped[-1] > stopped[10] > stopped[0]
    driven = run(FAST.with_drug("salbutamol", 1), Rest(), 10.0).membrane_potential.values[0]
    assert driven < stopped[0]


def test_blocking_the_calcium_pump_slows_relaxation(run):
    usual, slowed = (measures.twitch(run(f, Pulse(), 1500.0)) for f in (FAST, FAST.with_drug("cyclopiazonic acid", 7)))
    assert slowed.half_relaxation_time > 1.3 * usual.half_relaxation_time
    assert slowed.peak > usual.peak


def test_susceptible_muscle_answers_caffeine_and_halothane_and_healthy_muscle_does_not(run):
    """Target 80: 0.2 g at 2 mM caffeine; 0.7 g in 3 % halothane, which is 0.66 mM."""
    assert contracture(run, FAST, "caffeine", 2000) < 0.2 < contracture(run, SUSCEPTIBLE, "caffeine", 2000)
    assert contracture(run, FAST, "halothane", 660) < 0.7 < contracture(run, SUSCEPTIBLE, "halothane", 660)
    assert contracture(run, FAST, "caffeine", 8000) > 0.2


def test_a_leaky_channel_doubles_resting_calcium_and_empties_the_store(run):
    """Targets 82 and 83: 123, 156, 265 nM; store at 45 % with more than twice the leak."""
    health, carrier, ill = (run(FAST.with_condition("malignant hyperthermia", s), Rest(), 1.0) for s in (0, 0.3, 1))
    rest = [float(r.calcium[0]) for r in (health, carrier, ill)]
    assert rest[1] / rest[0] == pytest.approx(156 / 123, rel=0.1)
    assert rest[2] / rest[0] == pytest.approx(265 / 123, rel=0.1)
    assert float(ill.store_calcium[0] / health.store_calcium[0]) == pytest.approx(0.45, abs=0.03)
    assert SUSCEPTIBLE.calcium.release_leak / FAST.calcium.release_leak > 2


def test_heat_contracts_susceptible_muscle_and_cold_does_not(run):
    """Target 84: from about 41 degC, by the same 0.2 g as a contracture test asks for."""
    rises = {}
    for name, fibre in (("healthy", FAST), ("susceptible", SUSCEPTIBLE)):
        for temperature in (30, 41):
            results = run(fibre, Change(1000, set={"temperature": temperature}), 60_000.0, 100.0)
            rises[name, temperature] = float(results.force[-1] - results.force[0]) / GRAM
    assert rises.pop(("susceptible", 41)) > 0.2
    assert max(rises.values()) < 0.2


def test_dantrolene_ends_the_contracture_of_malignant_hyperthermia(run):
    """Target 85."""
    protocol = Change(1000, drugs={"halothane": 660}) + Change(20_000, drugs={"dantrolene": 20})
    force = run(SUSCEPTIBLE, protocol, 40_000.0, 100.0).relative_force
    assert float(force.sel(time=19_000)) > 0.15
    assert float(force[-1]) < 0.1 * float(force.sel(time=19_000))


def test_little_pump_more_than_doubles_half_relaxation(run):
    """Target 86."""
    usual = measures.twitch(run(FAST, Pulse(), 3000.0)).half_relaxation_time
    for share in (0.3, 0.2, 0.1):
        weak = run(FAST.scaled({"calcium.uptake_rate": share}), Pulse(), 3000.0)
        assert measures.twitch(weak).half_relaxation_time >= 2 * usual
        assert len(measures.spikes(weak)) == 1


def test_lost_water_by_itself_changes_next_to_nothing(run):
    usual, dry = (run(f, TRAIN, SILENCE) for f in (FAST, FAST.with_condition("dehydration")))
    assert dry.force.max() == pytest.approx(float(usual.force.max()), rel=0.02)
    assert measures.after_discharge(dry).count == 0


def test_low_calcium_outside_lowers_the_threshold_of_the_fibre():
    """Target 79, fibre part: gates open earlier; the muscle itself does not fire by itself."""
    from simulator import simulate

    low = FAST.with_condition("hypocalcaemia")
    thresholds = []
    for fibre in (low, FAST):
        fires = [s for s in range(90, 150, 2) if len(measures.spikes(simulate(fibre, Pulse(strength=s), duration=30)))]
        thresholds.append(fires[0])
    assert thresholds[0] < thresholds[1]
    assert not len(measures.spikes(simulate(low, Rest(), duration=5000)))


@pytest.mark.parametrize("name", sorted(set(CONDITIONS) - {"rigor"}))
def test_a_condition_leaves_no_number_of_the_results_undefined(run, name):
    results = run(FAST.with_condition(name), Train(rate=20, count=4), 400.0)
    assert all(np.isfinite(results[v].values).all() for v in results)
