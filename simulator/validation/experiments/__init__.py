"""What is run for the validation: functions that take nothing and return {measure: value}, by name."""

from simulator.validation.experiments import (
    axon,
    back,
    calcium_and_force,
    cramps,
    energy_and_store,
    injuries,
    junctions,
    motoneurons,
    movement,
    muscles,
    pool,
    recovery,
    rest_and_spikes,
)

ROOMS = (
    rest_and_spikes,
    calcium_and_force,
    movement,
    energy_and_store,
    motoneurons,
    axon,
    injuries,
    junctions,
    pool,
    cramps,
    muscles,
    back,
    recovery,
)
EXPERIMENTS = {
    name: function
    for room in ROOMS
    for name, function in vars(room).items()
    if callable(function) and getattr(function, "__module__", "") == room.__name__ and not name.startswith("_")
}
