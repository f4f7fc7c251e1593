"""Cooling: how warm a nerve is under a skin that is iced.

    nerve = usual - reach (usual skin - skin)

of a nerve a centimetre under the fat, after a quarter of an hour or more; deeper muscle cools by less (9 degC a
centimetre, 4 degC three centimetres under the fat: Myrer et al. 2001, J Athl Train 36:32).
"""

from dataclasses import dataclass

from simulator.quantity import ParameterError, Quantities, quantity


@dataclass(frozen=True)
class CoolingParameters(Quantities):
    """Constants of tissue under ice."""

    skin: float = quantity(33.4, "degC", "skin of the leg, usually", "Lee et al. 1997: 33.4 +- 1.1", low=20, high=37)
    reach: float = quantity(
        0.42, "1", "fall of temperature a centimetre under the fat, of that of the skin",
        "Mars, Hadebe & Tufts 2006: 8.7 of 20.7 degC in a quarter of an hour of ice, muscle of the thigh; that the "
        "nerve lies as deep is assumed", low=0, high=1,
    )  # fmt: skip


def under_skin(skin, usual=37.0, p=None):
    """Return the temperature of a nerve (degC) under a skin of a temperature (degC); usual : that of the nerve.

    Raises ParameterError for a skin that is colder than ice or warmer than usual.
    """
    p = p or CoolingParameters()
    if not 0.0 <= skin <= float(p.skin):
        raise ParameterError(f"skin = {skin:g} is outside 0 to {float(p.skin):g} degC")
    return usual - float(p.reach) * (float(p.skin) - skin)
