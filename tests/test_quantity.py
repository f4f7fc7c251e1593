"""What a number means."""

import copy
import pickle
from dataclasses import dataclass

import numpy as np
import pytest

from simulator.quantity import ABSOLUTE, ParameterError, Quantities, Quantity, quantity


@dataclass(frozen=True)
class Example(Quantities):
    """A set for these tests."""

    reference_temperature: float = quantity(37.0, "degC", "temperature of these numbers", low=0, high=45)
    gating_q10: float = quantity(2.0, "1", "Q10 of gating", low=1, high=5)
    thermal_voltage: float = quantity(26.7, "mV", "RT/F", q10=ABSOLUTE)
    opening: float = quantity(3.0, "1/ms", "opening rate", "Author 1998", q10="gating_q10")
    delay: float = quantity(8.0, "ms", "delay", q10="gating_q10")
    amount: float = quantity(5.0, "uM", "amount", low=0)


def test_a_number_computes_as_a_float_and_says_what_it_is():
    opening = Example().opening
    assert opening * 2 == 6.0
    assert (opening.value, opening.unit, opening.meaning, opening.source) == (
        3.0,
        "1/ms",
        "opening rate",
        "Author 1998",
    )
    assert "1/ms" in repr(opening)


def test_numbers_survive_pickling_and_copying():
    for made in (pickle.loads(pickle.dumps(Example())), copy.deepcopy(Example())):
        assert made == Example()
        assert made.opening.source == "Author 1998"


def test_cooling_by_ten_degrees_divides_rates_and_multiplies_times_by_the_q10():
    cold = Example().at_temperature(27.0)
    assert cold.opening == pytest.approx(1.5)
    assert cold.delay == pytest.approx(16.0)
    assert cold.amount == 5.0
    assert cold.thermal_voltage == pytest.approx(26.7 * 300.15 / 310.15)


def test_at_its_own_temperature_a_set_is_unchanged_to_the_last_bit():
    assert (Example().at_temperature(37.0).array() == Example().array()).all()


@pytest.mark.parametrize("value", [np.nan, np.inf, -1.0, 51.0])
def test_a_value_outside_its_range_is_refused_with_the_range(value):
    with pytest.raises(ParameterError, match=r"amount .*outside 0 to 50 uM"):
        Example(amount=value)


def test_what_is_not_a_number_is_refused():
    with pytest.raises(ParameterError, match="must be a number"):
        Example(amount="much")


def test_an_unknown_name_is_refused_with_the_nearest_known_one():
    with pytest.raises(ParameterError, match="did you mean opening"):
        Example().varied({"openning": 1.0})


def test_a_varied_value_carries_its_own_source():
    changed = Example().varied({"amount": (7.0, "Other 2001"), "opening": 4.0})
    assert changed.amount.source == "Other 2001"
    assert changed.opening.source == "set by the user"
    assert isinstance(changed.amount, Quantity)
