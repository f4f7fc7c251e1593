"""Calcium: the pump, the store, diffusion, and what binds calcium."""

from simulator.kernel import kernel, select


@kernel
def uptake_price(s, e, p):
    """Return the part of an ATP's energy that two calcium ions cost: 1 where the pump must stop (1)."""
    acid = p.hydrogen_rest / e.hydrogen
    return (s.store / s.bulk) ** 2 * e.adp * e.phosphate / (e.atp * p.hydrolysis_constant * acid)


@kernel
def uptake(s, e, p):
    """Return the calcium pumped back into the reticulum (uM/ms)."""
    fuel = e.atp / (p.uptake_atp + e.atp) * (p.uptake_acid + p.hydrogen_rest) / (p.uptake_acid + e.hydrogen)
    slowed = (p.uptake_phosphate + p.phosphate_rest) / (p.uptake_phosphate + e.phosphate)
    filled = s.bulk**2 / (p.uptake_half**2 + s.bulk**2)
    return p.uptake_rate * fuel * slowed * filled * (1 - uptake_price(s, e, p))


@kernel
def atp_use(s, e, p):
    """Return the ATP that the pump splits, one for two calcium ions (mM/ms)."""
    return 0.5 * uptake(s, e, p) / p.per_millimolar


@kernel
def phosphate_entry(s, e, p):
    """Return the phosphate that enters the store, of the myoplasm's volume (mM/ms)."""
    return p.phosphate_entry * (e.phosphate - s.store_phosphate)


@kernel
def precipitation(s, p):
    """Return the rate at which calcium and phosphate precipitate in the store (mM/ms)."""
    product = s.store * s.store_phosphate / p.per_millimolar
    excess = product - p.solubility
    return select(excess > 0.0 * p.solubility, p.precipitation_rate, p.dissolution_rate * s.precipitate) * excess


@kernel
def diffusion(s, p):
    """Return the free calcium that diffuses from the terminal to the bulk myoplasm (uM/ms)."""
    return p.exchange * (s.terminal - s.bulk)


@kernel
def atp_diffusion(s, p):
    """Return the calcium that ATP carries from the terminal to the bulk myoplasm (uM/ms)."""
    return p.atp_exchange * (s.terminal_atp - s.bulk_atp)


@kernel
def atp_binding(free, bound, p):
    """Return the calcium that binds to ATP in one compartment (uM/ms)."""
    return p.atp_on * free * (p.atp - bound) - p.atp_off * bound


@kernel
def looseness(e, p):
    """Return how much faster protons, and phosphate, make calcium leave troponin (1)."""
    acid = (p.troponin_acid + e.hydrogen) / (p.troponin_acid + p.hydrogen_rest)
    return acid * (p.troponin_phosphate + e.phosphate) / (p.troponin_phosphate + p.phosphate_rest)


@kernel
def first_binding(s, e, p):
    """Return the rate at which troponin fills its first site (1/ms)."""
    empty = 1 - s.one_bound - s.both_bound
    return p.first_on * s.bulk * empty - p.first_off * looseness(e, p) * s.one_bound


@kernel
def second_binding(s, e, p):
    """Return the rate at which troponin fills its second site (1/ms)."""
    return p.second_on * s.bulk * s.one_bound - p.second_off * looseness(e, p) * s.both_bound


@kernel
def parvalbumin_binding(s, p):
    """Return the rate at which parvalbumin sites fill with calcium (1/ms)."""
    empty = 1 - s.parvalbumin_calcium - s.parvalbumin_magnesium
    return p.parvalbumin_on * s.bulk * empty - p.parvalbumin_off * s.parvalbumin_calcium


@kernel
def magnesium_binding(s, p):
    """Return the rate at which parvalbumin sites fill with magnesium (1/ms)."""
    empty = 1 - s.parvalbumin_calcium - s.parvalbumin_magnesium
    return p.magnesium_on * p.magnesium * empty - p.magnesium_off * s.parvalbumin_magnesium


@kernel
def calsequestrin_binding(s, p):
    """Return the rate at which calsequestrin sites fill with calcium (1/ms)."""
    empty = 1 - s.calsequestrin_bound
    return p.calsequestrin_on * s.store * empty - p.calsequestrin_off * s.calsequestrin_bound
