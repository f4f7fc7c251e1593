"""The four fibres that are validated."""

from simulator.models.fibre import Fibre

HUMAN_FAST, HUMAN_SLOW = Fibre.fast(), Fibre.slow()
MOUSE_FAST, MOUSE_SLOW = Fibre.fast(species="mouse"), Fibre.slow(species="mouse")
FIBRES = {"human fast": HUMAN_FAST, "human slow": HUMAN_SLOW, "mouse fast": MOUSE_FAST, "mouse slow": MOUSE_SLOW}
