"""Which drug stops a myotonic discharge? Each is given 50 ms after the last stimulus."""

from simulator import Change, Fibre, Train, measures, plots, simulate

healthy = Fibre.fast()
myotonic = healthy.with_condition("myotonia congenita")
train = Train(rate=50, count=20)

untreated = simulate(myotonic, train, duration=1500)
print("untreated:", measures.after_discharge(untreated).count, "spikes of its own")
for drug, concentration in {"mexiletine": 20, "retigabine": 20, "dantrolene": 20}.items():
    treated = simulate(myotonic, train + Change(450, drugs={drug: concentration}), duration=1500)
    print(f"{drug} {concentration} uM:", measures.after_discharge(treated).count)

plots.chain(untreated, simulate(healthy, train, duration=1500)).savefig("chain.png")
