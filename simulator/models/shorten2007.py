"""Shorten, O'Callaghan, Davidson & Soboleva 2007: a published fast- and slow-twitch fibre, verbatim.

J Muscle Res Cell Motil 28:293. Here to verify the solver, and for researchers who want the model
itself; names are the published symbols. Its quirks are kept: the time constant of potassium
inactivation in the T-tubule lacks the factor 1000, the inward rectifier of the surface is
outward-only, and the published initial state is not a rest state. 56 states, ms, mV, uM, mM.
"""

import json
from dataclasses import dataclass, make_dataclass
from math import exp, log, pi
from pathlib import Path

import numpy as np

from simulator.kernel import kernel, select
from simulator.models.system import Model, System, record
from simulator.quantity import Quantities, quantity

_DATA = json.loads((Path(__file__).parent / "shorten2007.json").read_text())
_UNITS = {
    "1": "1",
    "g*m^4/s^3/A^2 (0.1)": "ohm*cm^2",
    "mS/uF": "1/ms",
    "mol/m^2/s (0.01)": "umol/(cm^2*s)",
    "kat (1e-18)": "uM*um^3/ms",
    "m^3/s (1e-15)": "um^3/ms",
    "m^3/s/mol (1e+06)": "1/(uM*ms)",
    "m^9/s/mol^3 (1000)": "1/(mM^3*ms)",
}
_RENAMED = {"del": "delta"}


def _unit(text):
    return _UNITS.get(text.strip("[]"), text.strip("[]"))


def _symbol(path):
    name = path.split(".")[1]
    return _RENAMED.get(name, name)


def _parameter(path, entry):
    value = entry["fast"]
    low, high = sorted((0.0, 10 * value)) if value else (0.0, 1.0)
    return quantity(value, _unit(entry["unit"]), _symbol(path), _DATA["source_fast"], low=low, high=high)


def _state(path, entry):
    value, size = entry["cellml_initial"], abs(entry["fast_after_20s_unstimulated"])
    high = 100.0 if entry["unit"] == "[mV]" else max(10 * value, 10 * size, 1.0)
    low = -150.0 if entry["unit"] == "[mV]" else 0.0
    return quantity(value, _unit(entry["unit"]), _symbol(path), _DATA["source_fast"], low=low, high=high)


def _quantities(name, entries, declare):
    columns = [(_symbol(path), float, declare(path, entry)) for path, entry in entries.items()]
    return make_dataclass(name, columns, bases=(Quantities,), frozen=True, namespace={"__module__": __name__})


ShortenParameters = _quantities("ShortenParameters", _DATA["params"], _parameter)
ShortenState = _quantities("ShortenState", _DATA["states"], _state)


@dataclass(frozen=True)
class ShortenInputs(Quantities):
    """What is done to the fibre."""

    stimulus: float = quantity(0.0, "uA/cm^2", "current injected through the sarcolemma", low=-1e4, high=1e4)


@dataclass(frozen=True)
class ShortenOutputs(Quantities):
    """What is read off the fibre."""

    stimulus: float = quantity(0.0, "uA/cm^2", "stimulus current density")
    membrane_potential: float = quantity(0.0, "mV", "potential of the sarcolemma")
    tubule_potential: float = quantity(0.0, "mV", "potential of the T-tubule membrane")
    tubule_potassium: float = quantity(0.0, "mM", "potassium in the T-tubule")
    terminal_calcium: float = quantity(0.0, "uM", "free calcium near the release sites (Ca_1)")
    calcium: float = quantity(0.0, "uM", "free calcium in the bulk of the half sarcomere (Ca_2)")
    store_calcium: float = quantity(0.0, "uM", "free calcium in the terminal store (Ca_SR1)")
    force: float = quantity(0.0, "uM", "cross-bridges after the power stroke (A_2)")


STATE, PARAMETERS = record(fibre=ShortenState), record(fibre=ShortenParameters)
INPUTS, OUTPUTS = ShortenInputs.dtype(), ShortenOutputs.dtype()


@kernel
def drive(v, inside, outside, charge, p):
    """Return the Goldman drive of an ion of the given charge (mV mM)."""
    x = exp(-charge * v * p.FF / (p.RR * p.TT))
    return v * (inside - outside * x) / (1 - x)


@kernel
def potassium_potential(inside, outside, p):
    """Return the Nernst potential of potassium (mV)."""
    return p.RR * p.TT / p.FF * log(outside / inside)


@kernel
def sodium_current(v, m, h, slow, inside, outside, p):
    """Return the sodium current (uA/cm^2)."""
    return p.g_Na_bar * m**3 * h * slow * drive(v, inside, outside, 1.0, p) / 75


@kernel
def delayed_rectifier(v, n, inactivation, inside, outside, p):
    """Return the delayed rectifier current (uA/cm^2)."""
    return p.g_K_bar * n**4 * inactivation * drive(v, inside, outside, 1.0, p) / 50


@kernel
def inward_rectifier(v, inside, outside, p):
    """Return the inward rectifier current (uA/cm^2)."""
    reduced = p.FF / (p.RR * p.TT)
    k_r = outside * exp(-p.delta * log(outside / inside))
    g = p.G_K * k_r**2 / (p.K_K + k_r**2)
    y = 1 - 1 / (1 + p.K_S * (1 + k_r**2 / p.K_K) / (p.S_i**2 * exp(2 * (1 - p.delta) * v * reduced)))
    return g * y * drive(v, inside, outside, 1.0, p) / 50


@kernel
def chloride_current(v, inside, outside, p):
    """Return the chloride current (uA/cm^2); chloride follows the Nernst potential of potassium."""
    cl_i = 156.5 / (5 + inside / outside)
    a = 1 / (1 + exp((v - p.V_a) / p.A_a))
    return p.g_Cl_bar * a**4 * drive(v, cl_i, 156.5 - 5 * cl_i, -1.0, p) / 45


@kernel
def pump_current(v, potassium, sodium, inside, p):
    """Return the current of the Na/K pump (uA/cm^2)."""
    reduced = v * p.FF / (p.RR * p.TT)
    sigma = (exp(sodium / 67.3) - 1) / 7
    voltage = 1 / (1 + 0.12 * exp(-0.1 * reduced) + 0.04 * sigma * exp(-reduced))
    return p.FF * p.J_NaK_bar / ((1 + p.K_m_K / potassium) ** 2 * (1 + p.K_m_Na / inside) ** 3) * voltage


@kernel
def rate_m(v, m, p):
    """Return the rate of sodium activation (1/ms)."""
    a = p.alpha_m_bar * (v - p.V_m) / (1 - exp((p.V_m - v) / p.K_alpha_m))
    return a * (1 - m) - p.beta_m_bar * exp((p.V_m - v) / p.K_beta_m) * m


@kernel
def rate_h(v, h, p):
    """Return the rate of fast sodium inactivation (1/ms)."""
    b = p.beta_h_bar / (1 + exp((p.V_h - v) / p.K_beta_h))
    return p.alpha_h_bar * exp((p.V_h - v) / p.K_alpha_h) * (1 - h) - b * h


@kernel
def rate_slow(v, slow, p):
    """Return the rate of slow sodium inactivation (1/ms)."""
    steady = 1 / (1 + exp((v - p.V_S_inf) / p.A_S_inf))
    return (steady - slow) * (0.2 + 5.65 * ((v + p.V_tau) / 100) ** 2) / 8571


@kernel
def rate_n(v, n, p):
    """Return the rate of potassium activation (1/ms)."""
    a = p.alpha_n_bar * (v - p.V_n) / (1 - exp((p.V_n - v) / p.K_alpha_n))
    return a * (1 - n) - p.beta_n_bar * exp((p.V_n - v) / p.K_beta_n) * n


@kernel
def rate_potassium_inactivation(v, inactivation, slowness, p):
    """Return the rate of potassium inactivation (1/ms)."""
    steady = 1 / (1 + exp((v - p.V_h_K_inf) / p.A_h_K_inf))
    return (steady - inactivation) / (slowness * exp(-(v + 40) / 25.75))


@kernel
def membrane_rates(s, stimulus, p, d):
    """Write the rates of potentials, gates and ions."""
    v, w = s.vS, s.vT
    outward = select(v > potassium_potential(s.K_i, s.K_e, p), 1.0, 0.0)
    i_ir = outward * inward_rectifier(v, s.K_i, s.K_e, p)
    i_dr = delayed_rectifier(v, s.n, s.h_K, s.K_i, s.K_e, p)
    i_na = sodium_current(v, s.m, s.h, s.S, s.Na_i, s.Na_e, p)
    i_pump = pump_current(v, s.K_e, s.Na_e, s.Na_i, p)
    t_ir = p.eta_IR * inward_rectifier(w, s.K_i, s.K_t, p)
    t_dr = p.eta_DR * delayed_rectifier(w, s.n_t, s.h_K_t, s.K_i, s.K_t, p)
    t_na = p.eta_Na * sodium_current(w, s.m_t, s.h_t, s.S_t, s.Na_i, s.Na_t, p)
    t_pump = p.eta_NaK * pump_current(w, s.K_t, s.Na_t, s.Na_i, p)
    t_cl = p.eta_Cl * chloride_current(w, s.K_i, s.K_t, p)
    access = 1000 * (v - w) / p.R_a
    surface = i_na + i_dr + i_ir + chloride_current(v, s.K_i, s.K_e, p) + i_pump
    d.vS = (stimulus - surface - access) / p.C_m
    d.vT = (access / p.gam - (t_na + t_dr + t_ir + t_cl + t_pump)) / p.C_m

    faraday = 1000 * p.FF
    k_t = (t_ir + t_dr + p.I_K_rest - 2 * t_pump) / faraday
    k_s = (i_ir + i_dr + p.I_K_rest - 2 * i_pump) / faraday
    na_t = (t_na + p.I_Na_rest + 3 * t_pump) / faraday
    na_s = (i_na + p.I_Na_rest + 3 * i_pump) / faraday
    d.K_t = k_t / p.tsi - (s.K_t - s.K_e) / p.tau_K
    d.K_i = -p.f_T * k_t / p.tsi - k_s / p.tsi2
    d.K_e = k_s / p.tsi3 + (s.K_t - s.K_e) / p.tau_K2
    d.Na_t = na_t / p.tsi - (s.Na_t - s.Na_e) / p.tau_Na
    d.Na_i = -p.f_T * na_t / p.tsi - na_s / p.tsi2
    d.Na_e = na_s / p.tsi3 + (s.Na_t - s.Na_e) / p.tau_Na2

    d.m, d.m_t = rate_m(v, s.m, p), rate_m(w, s.m_t, p)
    d.h, d.h_t = rate_h(v, s.h, p), rate_h(w, s.h_t, p)
    d.S, d.S_t = rate_slow(v, s.S, p), rate_slow(w, s.S_t, p)
    d.n, d.n_t = rate_n(v, s.n, p), rate_n(w, s.n_t, p)
    d.h_K = rate_potassium_inactivation(v, s.h_K, 1000.0, p)
    d.h_K_t = rate_potassium_inactivation(w, s.h_K_t, 1.0, p)


@kernel
def release_rates(s, p, d):
    """Write the rates of the ten states of sensor and release channel (Stern, Pizarro & Rios 1997)."""
    up = 0.5 * p.alpha1 * exp((s.vT - p.Vbar) / (8 * p.K))
    down = 0.5 * p.alpha1 * exp((p.Vbar - s.vT) / (8 * p.K))
    f = p.f
    c01, c12 = 4 * up * s.C_0 - down * s.C_1, 3 * up * s.C_1 - 2 * down * s.C_2
    c23, c34 = 2 * up * s.C_2 - 3 * down * s.C_3, up * s.C_3 - 4 * down * s.C_4
    o01, o12 = 4 * up / f * s.O_0 - down * f * s.O_1, 3 * up / f * s.O_1 - 2 * down * f * s.O_2
    o23, o34 = 2 * up / f * s.O_2 - 3 * down * f * s.O_3, up / f * s.O_3 - 4 * down * f * s.O_4
    x0 = p.k_L * s.C_0 - p.k_Lm * s.O_0
    x1 = p.k_L / f * s.C_1 - p.k_Lm * f * s.O_1
    x2 = p.k_L / f**2 * s.C_2 - p.k_Lm * f**2 * s.O_2
    x3 = p.k_L / f**3 * s.C_3 - p.k_Lm * f**3 * s.O_3
    x4 = p.k_L / f**4 * s.C_4 - p.k_Lm * f**4 * s.O_4
    d.C_0, d.O_0 = -c01 - x0, -o01 + x0
    d.C_1, d.O_1 = c01 - c12 - x1, o01 - o12 + x1
    d.C_2, d.O_2 = c12 - c23 - x2, o12 - o23 + x2
    d.C_3, d.O_3 = c23 - c34 - x3, o23 - o34 + x3
    d.C_4, d.O_4 = c34 - x4, o34 + x4


@kernel
def calcium_rates(s, p, d):
    """Write the rates of calcium, its buffers, ATP, magnesium, troponin and cross-bridges."""
    v = pi * p.R_R**2 * p.L_x
    v1, v2, vs1, vs2 = 0.01 * 0.95 * v, 0.99 * 0.95 * v, 0.01 * 0.05 * v, 0.99 * 0.05 * v
    free = p.T_tot - s.Ca_T_2 - s.Ca_CaT2 - s.D_0 - s.D_1 - s.D_2 - s.A_1 - s.A_2
    release = p.i2 * (s.O_0 + s.O_1 + s.O_2 + s.O_3 + s.O_4) * (s.Ca_SR1 - s.Ca_1)
    pump1, pump2 = p.nu_SR * s.Ca_1 / (s.Ca_1 + p.K_SR), p.nu_SR * s.Ca_2 / (s.Ca_2 + p.K_SR)
    leak1, leak2 = p.L_e * (s.Ca_SR1 - s.Ca_1), p.L_e * (s.Ca_SR2 - s.Ca_2)
    spread, store_spread = p.tau_R * (s.Ca_1 - s.Ca_2), p.tau_SR_R * (s.Ca_SR1 - s.Ca_SR2)
    parv1 = p.k_P_on * s.Ca_1 * (p.P_tot - s.Ca_P1 - s.Mg_P1) - p.k_P_off * s.Ca_P1
    parv2 = p.k_P_on * s.Ca_2 * (p.P_tot - s.Ca_P2 - s.Mg_P2) - p.k_P_off * s.Ca_P2
    mparv1 = p.k_Mg_on * s.Mg1 * (p.P_tot - s.Ca_P1 - s.Mg_P1) - p.k_Mg_off * s.Mg_P1
    mparv2 = p.k_Mg_on * s.Mg2 * (p.P_tot - s.Ca_P2 - s.Mg_P2) - p.k_Mg_off * s.Mg_P2
    csq1 = p.k_Cs_on * s.Ca_SR1 * (p.Cs_tot - s.Ca_Cs1) - p.k_Cs_off * s.Ca_Cs1
    csq2 = p.k_Cs_on * s.Ca_SR2 * (p.Cs_tot - s.Ca_Cs2) - p.k_Cs_off * s.Ca_Cs2
    catp1 = p.k_CATP_on * s.Ca_1 * s.ATP1 - p.k_CATP_off * s.Ca_ATP1
    catp2 = p.k_CATP_on * s.Ca_2 * s.ATP2 - p.k_CATP_off * s.Ca_ATP2
    matp1 = p.k_MATP_on * s.Mg1 * s.ATP1 - p.k_MATP_off * s.Mg_ATP1
    matp2 = p.k_MATP_on * s.Mg2 * s.ATP2 - p.k_MATP_off * s.Mg_ATP2
    bind0, bind1 = p.k_T_on * s.Ca_2 * free, p.k_T_on * s.Ca_2 * s.Ca_T_2
    on0, on1 = p.k_T_on * s.Ca_2 * s.D_0, p.k_T_on * s.Ca_2 * s.D_1
    trop = bind0 + bind1 + on0 + on1 - p.k_T_off * (s.Ca_T_2 + s.Ca_CaT2 + s.D_1 + s.D_2)
    x = 0.001 * s.P_SR * s.Ca_SR2
    precip = select(x > p.PP, p.A_p * (x - p.PP) * x, -p.B_p * s.P_C_SR * (p.PP - x))

    d.Ca_1 = (release - pump1 + leak1 - spread) / v1 - parv1 - catp1
    d.Ca_2 = (-pump2 + leak2 + spread) / v2 - trop - parv2 - catp2
    d.Ca_SR1 = (-release + pump1 - leak1 - store_spread) / vs1 - csq1
    d.Ca_SR2 = (pump2 - leak2 + store_spread) / vs2 - csq2 - 1000 * precip
    d.Ca_P1, d.Ca_P2, d.Mg_P1, d.Mg_P2 = parv1, parv2, mparv1, mparv2
    d.Ca_Cs1, d.Ca_Cs2 = csq1, csq2
    d.Ca_ATP1 = catp1 - p.tau_ATP * (s.Ca_ATP1 - s.Ca_ATP2) / v1
    d.Ca_ATP2 = catp2 + p.tau_ATP * (s.Ca_ATP1 - s.Ca_ATP2) / v2
    d.Mg_ATP1 = matp1 - p.tau_ATP * (s.Mg_ATP1 - s.Mg_ATP2) / v1
    d.Mg_ATP2 = matp2 + p.tau_ATP * (s.Mg_ATP1 - s.Mg_ATP2) / v2
    d.ATP1 = -catp1 - matp1 - p.tau_ATP * (s.ATP1 - s.ATP2) / v1
    d.ATP2 = -catp2 - matp2 + p.tau_ATP * (s.ATP1 - s.ATP2) / v2
    d.Mg1 = -mparv1 - matp1 - p.tau_Mg * (s.Mg1 - s.Mg2) / v1
    d.Mg2 = -mparv2 - matp2 + p.tau_Mg * (s.Mg1 - s.Mg2) / v2

    switch1 = p.k_0_on * s.Ca_T_2 - p.k_0_off * s.D_1
    switch2 = p.k_Ca_on * s.Ca_CaT2 - p.k_Ca_off * s.D_2
    d.Ca_T_2 = bind0 - p.k_T_off * s.Ca_T_2 - bind1 + p.k_T_off * s.Ca_CaT2 - switch1
    d.Ca_CaT2 = bind1 - p.k_T_off * s.Ca_CaT2 - switch2
    d.D_0 = -on0 + p.k_T_off * s.D_1 + p.k_0_on * free - p.k_0_off * s.D_0
    d.D_1 = on0 - p.k_T_off * s.D_1 + switch1 - on1 + p.k_T_off * s.D_2
    attach, stroke = p.f_o * s.D_2 - p.f_p * s.A_1, p.h_o * s.A_1 - p.h_p * s.A_2
    d.D_2 = on1 - p.k_T_off * s.D_2 + switch2 - attach + p.g_o * s.A_2
    d.A_1, d.A_2 = attach - stroke, stroke - p.g_o * s.A_2
    d.P = 0.001 * (p.h_o * s.A_1 - p.h_p * s.A_2) - p.b_p * s.P - p.k_p * (s.P - s.P_SR) / v2
    d.P_SR = p.k_p * (s.P - s.P_SR) / vs2 - precip
    d.P_C_SR = precip


@kernel
def rates(y, inputs, parameters, out):
    """Write the rate of every state."""
    s, d, p = y.view(STATE)[0].fibre, out.view(STATE)[0].fibre, parameters.view(PARAMETERS)[0].fibre
    membrane_rates(s, inputs.view(INPUTS)[0].stimulus, p, d)
    release_rates(s, p, d)
    calcium_rates(s, p, d)


@kernel
def outputs(y, inputs, parameters, out):
    """Write what is read off the fibre."""
    s, o = y.view(STATE)[0].fibre, out.view(OUTPUTS)[0]
    o.stimulus = inputs.view(INPUTS)[0].stimulus
    o.membrane_potential, o.tubule_potential, o.tubule_potassium = s.vS, s.vT, s.K_t
    o.terminal_calcium, o.calcium, o.store_calcium, o.force = s.Ca_1, s.Ca_2, s.Ca_SR1, s.A_2


SYSTEM = System(
    name="Shorten 2007",
    rates=rates,
    outputs=outputs,
    totals=None,
    total_count=0,
    states={"fibre": ShortenState},
    parameters={"fibre": ShortenParameters},
    inputs=ShortenInputs,
    output=ShortenOutputs,
    spike_state="fibre.vS",
)


@dataclass(frozen=True)
class Shorten2007(Model):
    """The published fibre; `fast()` or `slow()`."""

    kind: str = "fast"
    temperature: float = 20.0
    fibre: ShortenParameters = ShortenParameters()
    conditions: tuple = ()

    parts = ("fibre",)
    system = SYSTEM
    starts_at_rest = False

    def make(self):
        """Return the arguments of this fibre's maker."""
        return {"kind": self.kind}

    def initial(self):
        """Return the published initial state (56,)."""
        return np.array([entry["cellml_initial"] for entry in _DATA["states"].values()])

    def quiet(self):
        """Return the inputs of an unstimulated fibre."""
        return ShortenInputs().array()


def fast():
    """Return the published fast-twitch fibre."""
    return Shorten2007()


def slow():
    """Return the published slow-twitch fibre; it starts from the same published state."""
    values = {_symbol(path): (e["slow"], _DATA["source_slow"]) for path, e in _DATA["params"].items()}
    return Shorten2007("slow", fibre=ShortenParameters().varied(values))
