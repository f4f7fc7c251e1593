"""A muscle is strained: what is left of a fibre's force at light and hard work, and of its rest, day by day."""

from simulator import Fibre, Recovery, Train, simulate

healthy = Fibre.fast()
healing = simulate(Recovery.human(grade=1), duration=40)  # days


def tetanus(fibre, rate):
    """Return the run of six tenths of a second at a rate (Hz)."""
    return simulate(fibre, Train(rate, int(0.6 * rate)), duration=620, interval=2)


usual = {rate: tetanus(healthy, rate).force.max() for rate in (20, 100)}
for day in (0, 2, 5, 20, 40):
    light, hard = (tetanus(healthy.after(healing, day), rate) for rate in usual)
    parts = " and ".join(
        f"{float(run.force.max() / usual[rate]):.0%}" for rate, run in zip(usual, (light, hard), strict=True)
    )
    print(f"day {day}: {parts} of force at 20 and 100 Hz; calcium at rest {1000 * float(hard.calcium[0]):.0f} nM")
