"""A parameter of your own: what it is, and what the twitch makes of it."""

from simulator import Fibre, Pulse, measures, simulate

fibre = Fibre.fast()
print(repr(fibre.calcium.uptake_rate))  # value, unit, meaning, source

for factor in (0.3, 0.5, 1.0, 2.0):
    changed = fibre.scaled({"calcium.uptake_rate": factor})
    twitch = measures.twitch(simulate(changed, Pulse(), duration=1500))
    print(
        f"uptake x {factor}: peak {twitch.peak:.1f} kPa, contraction time {twitch.contraction_time:.0f} ms, "
        f"half relaxation {twitch.half_relaxation_time:.0f} ms"
    )
