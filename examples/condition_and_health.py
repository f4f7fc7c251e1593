"""A condition beside health: what a few chloride channels are for."""

from simulator import Fibre, Train, measures, plots, simulate

healthy = Fibre.fast()
myotonic = healthy.with_condition("myotonia congenita", severity=1.0)
train = Train(rate=50, count=20)

results = {
    name: simulate(fibre, train, duration=3400, interval=0.1)
    for name, fibre in {"healthy": healthy, "myotonic": myotonic}.items()
}
for name, result in results.items():
    after = measures.after_discharge(result)
    print(f"{name}: {after.count} spikes after the last stimulus, for {after.duration:.0f} ms")

plots.compare(results).savefig("condition_and_health.png")
