"""A contraction curve: force against rate of stimulation, for a fast and a slow fibre."""

from simulator import Fibre, plots
from simulator.curves import force_frequency, numbers_of

curves = {name: force_frequency(fibre) for name, fibre in {"fast": Fibre.fast(), "slow": Fibre.slow()}.items()}
for name, curve in curves.items():
    print(name, numbers_of(curve))

plots.curve(curves).savefig("force_frequency.png")
