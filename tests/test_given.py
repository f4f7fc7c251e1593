"""Results of another model are refused by what reads them, draws them or goes on from them."""

import pytest

from simulator import Back, Fibre, ParameterError, Pulse, Recovery, Rest, Sarcomeres, measures, plots

OF_A_BACK = ("bearing", "damage", "worst_damage", "spasms", "guarding", "range_of_motion")
OF_A_MUSCLE = (
    "units", "unit_rates", "mean_rates", "m_waves", "decrement", "last_m_wave", "stretch_reflex", "sustained",
    "relaxation", "oscillation", "ectopic",
)  # fmt: skip


@pytest.fixture
def healing(run):
    """Return a run of a Recovery, which has a force, but neither muscles of a back nor motor units."""
    return run(Recovery.human(1), Rest(), 3.0)


@pytest.mark.parametrize("name", OF_A_BACK)
def test_what_is_read_off_a_back_is_not_read_off_another(name, healing):
    with pytest.raises(ParameterError, match="no 'lumbar_flexion', which a run of a Back gives"):
        getattr(measures.back, name)(healing)


@pytest.mark.parametrize("name", OF_A_MUSCLE)
def test_what_is_read_off_a_muscle_is_not_read_off_another(name, healing):
    with pytest.raises(ParameterError, match="have no '.*', which a run of a Muscle gives"):
        getattr(measures.muscle, name)(healing)


def test_waves_and_signatures_of_a_muscle_need_one(run, healing):
    with pytest.raises(ParameterError, match="no 'emg'"):
        measures.muscle.wave(run(Fibre.fast(), Pulse(), 50.0), 10.0)
    with pytest.raises(ParameterError, match="no 'spike_time'|no 'calcium'"):
        measures.muscle.signature(healing, 0.0)


def test_a_picture_of_a_back_or_of_units_needs_them(healing):
    with pytest.raises(ParameterError, match="no 'lumbar_flexion', which a run of a Back gives"):
        plots.back(healing)
    with pytest.raises(ParameterError, match="no 'spike_unit', which a run of a Muscle gives"):
        plots.units({"it": healing})


def test_a_back_and_a_chain_go_on_from_their_own_runs_only(healing):
    with pytest.raises(ParameterError, match="no 'lumbar_flexion', which a run of a Back gives"):
        Back().after(healing)
    with pytest.raises(ParameterError, match="no 'popped', which a run of a Sarcomeres gives"):
        Sarcomeres().after(healing)


@pytest.mark.parametrize("time", [-1.0, 101.0, 1e9, float("nan")])
def test_a_back_is_not_told_after_a_time_outside_its_run(run, time):
    results = run(Back(), Rest(), 100.0)
    assert Back().after(results, 100.0) == Back().after(results)
    with pytest.raises(ParameterError, match=f"time = {time} ms is outside the run, from 0 to 100"):
        Back().after(results, time=time)
