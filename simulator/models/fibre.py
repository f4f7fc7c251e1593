"""One muscle fibre, from a current through its membrane to force.

stimulus -> membrane -> T-tubule potential -> calcium -> troponin -> cross-bridges -> tendon and load -> force, length
"""

from dataclasses import dataclass
from math import log

import numpy as np

from simulator.conditions import apply, give, strain
from simulator.kernel import kernel
from simulator.models.system import Model, System, record
from simulator.quantity import ParameterError, Quantities, quantity, suggestion
from simulator.stages import calcium, crossbridge, energy, mechanics, membrane
from simulator.stages.calcium import CalciumParameters, CalciumState
from simulator.stages.crossbridge import CrossbridgeParameters, CrossbridgeState
from simulator.stages.energy import EnergyParameters, EnergyState
from simulator.stages.mechanics import MechanicsParameters, MechanicsState
from simulator.stages.membrane import MembraneParameters, MembraneState

STATES = {
    "membrane": MembraneState,
    "calcium": CalciumState,
    "crossbridge": CrossbridgeState,
    "energy": EnergyState,
    "mechanics": MechanicsState,
}
SETS = {
    "membrane": MembraneParameters,
    "calcium": CalciumParameters,
    "crossbridge": CrossbridgeParameters,
    "energy": EnergyParameters,
    "mechanics": MechanicsParameters,
}


@dataclass(frozen=True)
class FibreInputs(Quantities):
    """What is done to a fibre."""

    stimulus: float = quantity(0.0, "uA/cm^2", "current through the sarcolemma", low=-1e4, high=1e4)
    velocity: float = quantity(0.0, "um/ms", "of the held end, for each sarcomere", low=-10.0, high=10.0)
    load: float = quantity(0.0, "kPa", "on the free end", low=0.0, high=1e4)
    free: float = quantity(0.0, "1", "whether the end is held (0) or free (1)", low=0.0, high=1.0)


@dataclass(frozen=True)
class FibreOutputs(Quantities):
    """What is read off a fibre."""

    stimulus: float = quantity(0.0, "uA/cm^2", "stimulus current density")
    membrane_potential: float = quantity(0.0, "mV", "potential of the sarcolemma")
    tubule_potential: float = quantity(0.0, "mV", "potential of the T-tubule membrane")
    tubule_potassium: float = quantity(0.0, "mM", "potassium in the T-tubules")
    release: float = quantity(0.0, "uM/ms", "calcium released from the store")
    terminal_calcium: float = quantity(0.0, "uM", "free calcium near the release sites")
    calcium: float = quantity(0.0, "uM", "free calcium, mean of the myoplasm")
    store_calcium: float = quantity(0.0, "uM", "free calcium in the store")
    occupancy: float = quantity(0.0, "1", "troponin with both sites filled")
    activated_fraction: float = quantity(0.0, "1", "thin-filament sites switched on")
    attached_fraction: float = quantity(0.0, "1", "myosin heads attached")
    force: float = quantity(0.0, "kPa", "active force per cross-section")
    passive_force: float = quantity(0.0, "kPa", "force of passive tissue at this length")
    total_force: float = quantity(0.0, "kPa", "force at the end of the tendon")
    relative_force: float = quantity(0.0, "1", "active force, of the largest isometric force")
    length: float = quantity(0.0, "um", "sarcomere length")
    shortening_velocity: float = quantity(0.0, "1/s", "shortening of the sarcomeres, optimal lengths in a second")
    power: float = quantity(0.0, "mW/cm^3", "work done on the load in a unit of time")
    stiffness: float = quantity(0.0, "kPa/nm", "stiffness of the attached heads, per half-sarcomere")
    phosphorylated: float = quantity(0.0, "1", "phosphorylated light chains: potentiation")
    atp: float = quantity(0.0, "mM", "ATP")
    phosphocreatine: float = quantity(0.0, "mM", "phosphocreatine")
    phosphate: float = quantity(0.0, "mM", "inorganic phosphate")
    ph: float = quantity(0.0, "pH", "acidity of the myoplasm")
    atp_use: float = quantity(0.0, "mM/s", "ATP split by all users")
    heat: float = quantity(0.0, "mW/cm^3", "heat set free")


STATE, PARAMETERS = record(**STATES), record(**SETS)
INPUTS, OUTPUTS = FibreInputs.dtype(), FibreOutputs.dtype()
NEAR_REST = np.concatenate([states().array() for states in STATES.values()])


@kernel
def rates(y, inputs, parameters, out):
    """Write the rate of every state."""
    s, d = y.view(STATE)[0], out.view(STATE)[0]
    u, p = inputs.view(INPUTS)[0], parameters.view(PARAMETERS)[0]
    write_rates(s, u.stimulus, u, p, d)


@kernel
def write_rates(s, stimulus, u, p, d):
    """Write the rate of every state of a fibre under a stimulus current (uA/cm^2)."""
    e = s.energy
    membrane.membrane_rates(s.membrane, stimulus, e.atp, p.membrane, d.membrane)
    seen = membrane.screened(s.membrane.tubule_potential, p.membrane)
    calcium.calcium_rates(s.calcium, seen, e, p.calcium, d.calcium)
    bound = calcium.occupancy(s.calcium, p.calcium)
    length = mechanics.length(s.mechanics, p.mechanics)
    slid = mechanics.slid(s.mechanics, p.mechanics)
    active = crossbridge.force(s.crossbridge, slid, length, p.crossbridge)
    mechanics.mechanics_rates(s.mechanics, active, u.velocity, u.load, u.free, p.mechanics, d.mechanics)
    free = calcium.mean_calcium(s.calcium, p.calcium)
    crossbridge.crossbridge_rates(s.crossbridge, bound, free, slid, e, p.crossbridge, d.crossbridge)
    entering = calcium.phosphate_entry(s.calcium, e, p.calcium)
    energy.energy_rates(e, atp_use(s, length, p), entering, p.energy, d.energy)


@kernel
def atp_use(s, length, p):
    """Return the ATP split in the fibre (mM/ms)."""
    pumps = membrane.atp_use(s.membrane, s.energy.atp, p.membrane) + calcium.atp_use(s.calcium, s.energy, p.calcium)
    return pumps + crossbridge.atp_use(s.crossbridge, length, s.energy, p.crossbridge)


@kernel
def outputs(y, inputs, parameters, out):
    """Write what is read off the fibre."""
    s, o = y.view(STATE)[0], out.view(OUTPUTS)[0]
    u, p = inputs.view(INPUTS)[0], parameters.view(PARAMETERS)[0]
    write_outputs(s, u, p, o)


@kernel
def write_outputs(s, u, p, o):
    """Write what is read off a fibre in a state."""
    length = mechanics.length(s.mechanics, p.mechanics)
    active = crossbridge.force(s.crossbridge, mechanics.slid(s.mechanics, p.mechanics), length, p.crossbridge)
    sliding = mechanics.lengthening(s.mechanics, active, p.mechanics)
    moving = (1.0 - u.free) * u.velocity + u.free * s.mechanics.end_velocity
    o.stimulus, o.length = u.stimulus, length
    o.membrane_potential = s.membrane.potential
    o.tubule_potential, o.tubule_potassium = s.membrane.tubule_potential, s.membrane.tubule_potassium
    o.release = calcium.release_flux(s.calcium, s.energy, p.calcium)
    o.terminal_calcium, o.store_calcium = s.calcium.terminal, s.calcium.store
    o.calcium = calcium.mean_calcium(s.calcium, p.calcium)
    o.occupancy = calcium.occupancy(s.calcium, p.calcium)
    o.activated_fraction = s.crossbridge.activated
    o.attached_fraction = crossbridge.attached_fraction(s.crossbridge, length, p.crossbridge)
    o.stiffness = crossbridge.stiffness(s.crossbridge, length, p.crossbridge)
    o.atp, o.phosphocreatine, o.phosphate = s.energy.atp, s.energy.phosphocreatine, s.energy.phosphate
    o.ph = -log(s.energy.hydrogen * 1e-6) / 2.302585
    o.phosphorylated = s.crossbridge.phosphorylated
    o.atp_use = 1e3 * atp_use(s, length, p)
    o.passive_force, o.total_force = (
        mechanics.passive(s.mechanics, p.mechanics),
        mechanics.tension(s.mechanics, p.mechanics),
    )
    o.force = o.total_force - o.passive_force
    o.relative_force = o.force / crossbridge.maximal_force(p.crossbridge)
    o.shortening_velocity = -1e3 * sliding / p.mechanics.optimal_length
    o.power = -1e3 * o.total_force * moving / p.mechanics.optimal_length
    work = active * o.shortening_velocity
    o.heat = energy.heat_rate(s.energy, atp_use(s, length, p), p.energy) - work


@kernel
def totals(y, inputs, parameters, out):
    """Write what no rate changes: calcium (uM), charge (uA ms/cm^2) and adenine (mM)."""
    write_totals(y.view(STATE)[0], parameters.view(PARAMETERS)[0], out)


@kernel
def write_totals(s, p, out):
    """Write the totals of a fibre in a state."""
    out[0] = calcium.total_calcium(s.calcium, p.calcium)
    out[1] = membrane.membrane_charge(s.membrane, p.membrane)
    out[2] = energy.total_adenine(s.energy)


SYSTEM = System(
    name="fibre",
    rates=rates,
    outputs=outputs,
    totals=totals,
    total_count=3,
    states=STATES,
    parameters=SETS,
    inputs=FibreInputs,
    output=FibreOutputs,
    spike_state="membrane.potential",
    vital="energy.atp",
    placed=("mechanics.end", "mechanics.end_velocity"),
)

SPECIES = ("human", "mouse")
_MOUSE_TEMPERATURE, _HUMAN_TEMPERATURE = 25.0, 37.0


@dataclass(frozen=True)
class Fibre(Model):
    """One muscle fibre: parameter sets of its stages, and its temperature (degC).

    Make one with `Fibre.fast()` or `Fibre.slow()`; change it with `scaled`, `with_parameters`,
    `with_condition` and `with_drug`, each of which returns a new fibre.
    """

    kind: str
    species: str
    temperature: float
    membrane: MembraneParameters
    calcium: CalciumParameters
    crossbridge: CrossbridgeParameters
    energy: EnergyParameters
    mechanics: MechanicsParameters
    conditions: tuple = ()

    parts = tuple(SETS)
    temperatures = (0.0, 42.0)
    system = SYSTEM
    near_rest = NEAR_REST

    def __post_init__(self):
        low, high = self.temperatures
        if not low <= self.temperature <= high:
            raise ParameterError(f"temperature = {self.temperature} is outside {low:g} to {high:g} degC")

    @classmethod
    def fast(cls, *, species="human", temperature=None):
        """Return a fast-twitch fibre (of mouse: extensor digitorum longus).

        species : "human" (37 degC unless told) or "mouse" (25 degC unless told)
        temperature : degC, 0 to 42
        """
        return cls._of("fast", species, temperature)

    @classmethod
    def slow(cls, *, species="human", temperature=None):
        """Return a slow-twitch fibre (of mouse: soleus); arguments as in `fast`."""
        return cls._of("slow", species, temperature)

    @classmethod
    def _of(cls, kind, species, temperature):
        if species not in SPECIES:
            raise ParameterError(f"no species {species!r}{suggestion(species, SPECIES)}")
        if temperature is None:
            temperature = _HUMAN_TEMPERATURE if species == "human" else _MOUSE_TEMPERATURE
        name = f"{species}_{kind}".upper()
        sets = (getattr(stage, name) for stage in (membrane, calcium, crossbridge, energy, mechanics))
        return cls(kind, species, float(temperature), *sets)

    def make(self):
        """Return the arguments of this fibre's maker."""
        return {"kind": self.kind, "species": self.species, "temperature": self.temperature}

    def with_condition(self, name, severity=1.0):
        """Return this fibre with a named condition; severity 0 is health, 1 the full disease."""
        return apply(self, name, severity)

    def with_drug(self, name, concentration):
        """Return this fibre in a bath with a drug (uM)."""
        return give(self, name, concentration)

    def after(self, results, day=None, *, muscle=None):
        """Return this fibre as a strain or weeks of load have left it; arguments as in `conditions.strain.left`."""
        return strain.left(self, results, day, muscle=muscle)

    def initial(self):
        """Return a state near rest (n,), with the total calcium that the parameters say."""
        y = self.near_rest.copy()
        s, p = y.view(record(**self.system.states))[0].calcium, self.numbers().calcium
        usual = calcium.myoplasmic_calcium(s, p)
        for name in ("terminal", "bulk", "terminal_atp", "bulk_atp", "one_bound", "both_bound", "parvalbumin_calcium"):
            s[name] *= min(1.0, p["total"] / usual)
        stored = (p["total"] - calcium.myoplasmic_calcium(s, p)) / p["store_volume"]
        half = p["calsequestrin_off"] / p["calsequestrin_on"]
        b = half + p["calsequestrin"] - stored
        s["store"] = max(0.0, (-b + np.sqrt(b**2 + 4 * half * max(stored, 0.0))) / 2)
        s["calsequestrin_bound"] = s["store"] / (s["store"] + half)
        return y

    def inexcitable(self):
        """Return this fibre without sodium channels."""
        return self.with_parameters({"membrane.sodium_permeability": 0.0})

    def quiet(self):
        """Return the inputs of a fibre left alone, its end held."""
        return FibreInputs().array()

    def command_units(self):
        """Return what a velocity of one optimal length per second (um/ms) and the largest isometric force (kPa) are."""
        p = self.numbers()
        load = crossbridge.maximal_force(p.crossbridge)
        return {"velocity": p.mechanics.optimal_length / 1000, "load": load, "free": 1.0}

    def numbers(self):
        """Return all parameters at the model's temperature as one record."""
        return self.packed().view(record(**self.system.parameters))[0]
