"""The classical curves of muscle, each found by running the model: a function (model) -> Dataset.

Along its one axis a curve has columns; what is read off it, such as a half-force frequency, are variables without an
axis. `values` are the points on the axis, sensible ones unless told.
"""

from simulator.curves.movement import (
    force_velocity,
    length_tension,
    quick_release,
    redevelopment,
    work_loop,
)
from simulator.curves.skinned import force_pca
from simulator.curves.stimulation import (
    force_frequency,
    paired_pulses,
    potentiation,
    staircase,
    strength_duration,
    temperature,
)
from simulator.curves.told import numbers_of

CURVES = {
    function.kind: function
    for function in (
        strength_duration, paired_pulses, staircase, potentiation, force_frequency, temperature, length_tension,
        force_velocity, quick_release, redevelopment, work_loop, force_pca,
    )
}  # fmt: skip

__all__ = ["CURVES", "numbers_of", *(function.__name__ for function in CURVES.values())]
