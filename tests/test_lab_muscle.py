"""Whole muscles in the laboratory: what may be asked of them, and what comes back."""

import json

import numpy as np
import pytest

from simulator.lab.answer import AbandonedError, answer
from simulator.lab.catalogue import catalogue
from simulator.lab.frame import decode
from simulator.lab.limits import Limits
from simulator.lab.request import RequestError, checked, read
from simulator.lab.whole import muscle_of
from simulator.models.muscle import Muscle
from simulator.protocol import Drive
from simulator.simulate import simulate

SMALL = {"id": 4, "model": "hand", "units": 5, "duration_ms": 300, "drive": {"level": 0.5, "end_ms": 250}}


def asked(**changes):
    return decode(answer(checked(SMALL | changes), Limits()))


def test_a_run_is_that_of_simulate():
    header, columns = asked()
    run = simulate(Muscle.of("hand", units=5), Drive(0.5, start=100, end=250), duration=300)
    assert header["id"] == 4 and header["measures"]["muscle_force.peak"] == pytest.approx(float(run.force.max()))
    assert columns["emg"].max() == pytest.approx(float(run.emg.max()), rel=1e-6)
    assert columns["emg"].min() == pytest.approx(float(run.emg.min()), rel=1e-6)
    times = np.sort(run.spike_time.values)
    assert header["spikes"]["time"] == pytest.approx(times, abs=0.051) and set(header["spikes"]["unit"]) <= set(
        range(1, 6)
    )
    assert header["rows"] <= Limits().muscle_rows


def test_the_seed_is_another_try_and_the_same_seed_the_same_bits():
    (_, once), (_, again), (_, other) = asked(seed=1), asked(seed=1), asked(seed=2)
    assert np.array_equal(once["force"], again["force"]) and not np.array_equal(once["force"], other["force"])


def test_nerve_stretch_and_disease_act():
    quiet = {"level": 0}
    header, _ = asked(drive=quiet, protocol={"count": 1, "strength": 100})
    assert header["stages"]["junction"]["value"] == 1 and header["measures"]["impulses.count"] == 5
    blocked, _ = asked(drive=quiet, protocol={"count": 1, "strength": 100}, drugs={"curare": 100})
    assert blocked["measures"]["muscle_force.peak"] < 0.2 * header["measures"]["muscle_force.peak"]
    _, columns = asked(drive=quiet, stretch=0.1, duration_ms=400)
    assert columns["length"].max() > 1.05


def test_what_every_unit_has_is_scaled_in_each():
    muscle, usual = muscle_of(checked(SMALL | {"scale": {"junction.quanta": 0.5}})), Muscle.of("hand", units=5)
    for ill, well in zip(muscle.fibres, usual.fibres, strict=True):
        assert float(ill.junction.quanta) == pytest.approx(0.5 * float(well.junction.quanta))


def test_every_parameter_that_is_offered_can_be_had_at_both_ends():
    muscles = {model["name"]: model for model in catalogue(Limits())["models"] if model["whole"]}
    for name, model in muscles.items():
        muscle = Muscle.of(name, units=30)
        for path, about in model["parameters"].items():
            for end in (about["low"], about["high"]):
                change = muscle.scaled if about["scale"] else muscle.with_parameters
                change({path: end})


def test_every_condition_and_drug_that_is_offered_acts_on_a_muscle():
    told, muscle = catalogue(Limits()), Muscle.of("hand", units=2)
    for condition in told["conditions"]:
        assert muscle.with_condition(condition["name"], 1.0) != muscle, condition["name"]
    for drug in told["drugs"]:
        assert muscle.with_drug(drug["name"], drug["usual"]) != muscle, drug["name"]


@pytest.mark.parametrize(
    "change, words",
    [
        ({"units": 31}, "at most 30"),
        ({"duration_ms": 6000}, "at most 5000"),
        ({"drive": {"level": 2}}, "drive.level"),
        ({"drive": {"lvl": 1}}, "did you mean level"),
        ({"lenght": 1}, "unknown"),
        ({"scale": {"membrane.nothing": 1}}, "no parameter"),
        ({"seed": -1}, "seed"),
        ({"set": {"tendon.fascicle": 1e9}}, "outside"),
        ({"conditions": {"tired back": 1}}, "acts on the cord"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(change, words):
    try:
        found = answer(read(json.dumps(SMALL | change), Limits()), Limits())
    except RequestError as error:
        found = str(error)
    assert isinstance(found, str) and words in found


def test_a_run_that_nobody_waits_for_ends():
    def leave(fraction):
        raise AbandonedError

    with pytest.raises(AbandonedError):
        answer(checked(SMALL | {"duration_ms": 3000}), Limits(), leave)
