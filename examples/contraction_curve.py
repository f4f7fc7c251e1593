"""A contraction curve: force against rate of stimulation, for a fast and a slow fibre."""

from simulator import Fibre, Train, plots, simulate

rates = [1, 5, 10, 15, 20, 30, 40, 60, 80, 100]
curves = {}
for name, fibre in {"fast": Fibre.fast(), "slow": Fibre.slow()}.items():
    forces = []
    for rate in rates:
        train = Train(rate=rate, count=max(1, rate))  # one second
        forces.append(float(simulate(fibre, train, duration=1500).relative_force.max()))
    curves[name] = (rates, forces)

plots.force_frequency(curves).savefig("force_frequency.png")
