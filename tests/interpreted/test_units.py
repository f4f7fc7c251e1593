"""Quantities with units pass through every equation, and come out in the unit that is declared."""

from dataclasses import fields
from types import SimpleNamespace

import numpy as np
import pint
import pytest

from simulator.stages import (
    axon,
    calcium,
    crossbridge,
    energy,
    guarding,
    injury,
    junction,
    mechanics,
    membrane,
    motoneuron,
    reflex,
    sarcomere,
)

UNITS = pint.UnitRegistry()
STAGES = {
    "membrane": (
        membrane.MembraneParameters,
        membrane.MembraneState,
        lambda s, p, d, one: membrane.membrane_rates(s, one(20.0, "uA/cm^2"), one(8.0, "mM"), p, d),
    ),
    "calcium": (
        calcium.CalciumParameters,
        calcium.CalciumState,
        lambda s, p, d, one: calcium.calcium_rates(s, one(-35.0, "mV"), tired(one), p, d),
    ),
    "crossbridge": (
        crossbridge.CrossbridgeParameters,
        crossbridge.CrossbridgeState,
        lambda s, p, d, one: crossbridge.crossbridge_rates(
            s, one(0.4, "1"), one(1.0, "uM"), one(-3.0, "nm"), tired(one), p, d
        ),
    ),
    "mechanics": (
        mechanics.MechanicsParameters,
        mechanics.MechanicsState,
        lambda s, p, d, one: mechanics.mechanics_rates(
            s, one(50.0, "kPa"), one(0.01, "um/ms"), one(90.0, "kPa"), one(0.5, "1"), p, d
        ),
    ),
    "motoneuron": (
        motoneuron.MotoneuronParameters,
        motoneuron.MotoneuronState,
        lambda s, p, d, one: motoneuron.motoneuron_rates(s, driven(one), p, d),
    ),
    "axon": (
        axon.AxonParameters,
        axon.AxonState,
        lambda s, p, d, one: axon.axon_rates(s, one(100.0, "uA/cm^2"), p, d),
    ),
    "junction": (
        junction.JunctionParameters,
        junction.JunctionState,
        lambda s, p, d, one: junction.junction_rates(s, one(0.7, "1"), one(1.1, "mM"), one(0.8, "mM"), p, d),
    ),
    "reflex": (
        reflex.ReflexParameters,
        reflex.ReflexState,
        lambda s, p, d, one: reflex.reflex_rates(
            s,
            one(1.05, "1"),
            one(2e-4, "1/ms"),
            one(0.3, "1"),
            one(40.0, "1/s"),
            one(50.0, "1/s"),
            one(12.0, "1/s"),
            one(0.5, "1"),
            p,
            d,
        ),
    ),
    "guarding": (
        guarding.TissueParameters,
        guarding.MuscleState,
        lambda s, p, d, one: guarding.muscle_rates(
            s,
            one(0.3, "1"),
            one(0.1, "1"),
            one(1.2, "1"),
            one(0.36, "1"),
            one(4e-4, "1/ms"),
            one(0.4, "1"),
            one(0.05, "1"),
            one(1.3, "1"),
            one(0.7, "1"),
            one(0.9, "1"),
            given(guarding.CordParameters, one),
            p,
            given(injury.InjuryParameters, one),
            d,
        ),
    ),
    "energy": (
        energy.EnergyParameters,
        energy.EnergyState,
        lambda s, p, d, one: energy.energy_rates(s, one(1e-3, "mM/ms"), one(1e-5, "mM/ms"), p, d),
    ),
}


def given(parameters, one):
    """Another set of parameters, with units; a rate that its stage turns into 1/ms is given so."""
    units = {f.name: f.metadata["unit"].replace("1/s", "1/ms") for f in fields(parameters)}
    return SimpleNamespace(**{f.name: one(float(f.default), units[f.name]) for f in fields(parameters)})


def driven(one):
    """A motoneuron under a current, excitation and inhibition."""
    return SimpleNamespace(stimulus=one(5.0, "uA/cm^2"), excitation=one(3.0, "uA/cm^2"), inhibition=one(0.2, "mS/cm^2"))


def tired(one):
    """Metabolites of a tired fibre."""
    return SimpleNamespace(atp=one(6.0, "mM"), adp=one(0.1, "mM"), phosphate=one(20.0, "mM"), hydrogen=one(0.3, "uM"))


def measured(value, unit):
    """A number with its unit."""
    return float(value) * (UNITS.dimensionless if unit in ("1", "degC") else UNITS(unit))


def bare(value, unit):
    """The same number without."""
    return float(value)


def evaluated(stage, one, seed):
    """Return the rates of a stage at a random valid state, made of numbers by `one`."""
    parameters, states, rates = STAGES[stage]
    random = np.random.default_rng(seed)
    p = SimpleNamespace(**{f.name: one(f.default, f.metadata["unit"]) for f in fields(parameters)})
    values = {f.name: f.default + random.uniform(0, 0.1) * abs(f.default or 0.1) for f in fields(states)}
    s = SimpleNamespace(**{f.name: one(values[f.name], f.metadata["unit"]) for f in fields(states)})
    d = SimpleNamespace()
    rates(s, p, d, one)
    return d


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("seed", range(3))
def test_every_rate_has_the_unit_of_its_state_per_millisecond(stage, seed):
    with_units, without = evaluated(stage, measured, seed), evaluated(stage, bare, seed)
    for f in fields(STAGES[stage][1]):
        unit = measured(1.0, f.metadata["unit"]).units / UNITS.ms
        rate = getattr(with_units, f.name)
        expected = getattr(without, f.name)
        found = (rate if hasattr(rate, "units") else rate * UNITS.dimensionless).to(unit).magnitude
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-300), f.name


def test_a_wrong_unit_is_found():
    parameters, states, rates = STAGES["calcium"]
    p = SimpleNamespace(**{f.name: measured(f.default, f.metadata["unit"]) for f in fields(parameters)})
    s = SimpleNamespace(**{f.name: measured(f.default, f.metadata["unit"]) for f in fields(states)})
    p.uptake_half = measured(1.0, "uM/ms")
    with pytest.raises(pint.DimensionalityError):
        rates(s, p, SimpleNamespace(), measured)


@pytest.mark.parametrize("kernel, unit", [("force", "kPa"), ("maximal_force", "kPa"), ("relative_force", "1")])
def test_force_is_a_stress(kernel, unit):
    parameters, states, _ = STAGES["crossbridge"]
    p = SimpleNamespace(**{f.name: measured(f.default, f.metadata["unit"]) for f in fields(parameters)})
    s = SimpleNamespace(**{f.name: measured(0.1, f.metadata["unit"]) for f in fields(states)})
    arguments = (p,) if kernel == "maximal_force" else (s, measured(-1.0, "nm"), measured(2.7, "um"), p)
    assert getattr(crossbridge, kernel)(*arguments).check(measured(1.0, unit).dimensionality)


@pytest.mark.parametrize("force", [150.0, 300.0])
def test_a_half_sarcomere_yields_by_a_part_of_its_fastest_velocity(force):
    p = given(sarcomere.ChainParameters, measured)
    stresses = measured(force, "kPa"), measured(210.0, "kPa"), measured(5.0, "kPa"), measured(1.1, "kPa")
    found = sarcomere.velocity(*stresses, p)
    bare_p = given(sarcomere.ChainParameters, bare)
    assert found.to("dimensionless").magnitude == pytest.approx(sarcomere.velocity(force, 210.0, 5.0, 1.1, bare_p))
    assert sarcomere.tearing(measured(0.2, "1"), 1.0, 0.1, p).check("1/[time]")
    assert sarcomere.activating(measured(0.2, "1"), p).check("1/[time]")
