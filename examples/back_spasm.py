"""Two weeks of slumped sitting, and then a pen on the floor: the same movement, twice."""

from simulator import Back, measures, plots, simulate, tasks

DAY = 8.64e7  # ms

untroubled = Back()
sitting = simulate(untroubled, tasks.sit(8, days=16), duration=16 * DAY, interval=DAY / 24)
strained = untroubled.after(sitting)

for words, back in (("untroubled", untroubled), ("strained", strained)):
    results = simulate(back, tasks.pen(), duration=100_000, interval=20)
    print(words, measures.back.spasms(results), measures.back.guarding(results))

figure = plots.back(results.sel(time=slice(0, 12_000)))
figure.savefig("back.png")
