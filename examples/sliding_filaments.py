"""A film of filaments that slide: eight stimuli, a load of 0.3 of the largest force, and what happens in between."""

from simulator import Fibre, Load, Train, plots, simulate

lift = simulate(Fibre.fast(), Train(rate=60, count=8) + Load(0.3), duration=420)
film = plots.animate(lift)
film.save("sliding_filaments.gif", writer="pillow")
