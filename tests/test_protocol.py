"""What is done to a model."""

import numpy as np
import pytest

from simulator.protocol import Change, Doublet, ProtocolError, Pulse, Pulses, Rest, Train, from_description
from simulator.quantity import ParameterError


def test_a_train_has_its_rate_and_count():
    assert Train(rate=50, count=4, start=10).pulse_times == pytest.approx([10, 30, 50, 70])


def test_protocols_add_up():
    both = Pulse(at=5) + Doublet(10, start=100) + Change(at=50, scale={"membrane.chloride_permeability": 0.2})
    assert both.pulse_times == pytest.approx([5, 100, 110])
    assert [c.at for c in both.changes] == [50]


def test_every_switch_is_a_break_and_the_current_flows_between_the_right_ones():
    times, currents, _ = Pulse(at=5, width=0.5, strength=80).schedule(20)
    assert times == pytest.approx([0, 5, 5.5, 20])
    assert currents == pytest.approx([0, 80, 0])


def test_the_charge_of_a_protocol_is_the_sum_of_its_pulses():
    times, currents, _ = Train(rate=200, count=37, start=0, width=1.3, strength=50).schedule(400)
    assert np.diff(times) @ currents == pytest.approx(37 * 1.3 * 50)


def test_nothing_done_is_one_stretch_of_no_current():
    times, currents, changes = Rest().schedule(100)
    assert (list(times), list(currents), changes) == ([0, 100], [0], [])


def test_overlapping_pulses_are_refused_with_their_times():
    with pytest.raises(ProtocolError, match=r"from 10 to 16 ms and the next starts at 15 ms"):
        Train(rate=200, count=3, start=10, width=6).schedule(100)


def test_what_lies_after_the_end_is_refused():
    with pytest.raises(ProtocolError, match="2 of the protocol's events"):
        Pulses([10, 200, 300]).schedule(100)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Train(rate=0, count=3),
        lambda: Train(rate=float("nan"), count=3),
        lambda: Train(rate=10, count=2.5),
        lambda: Train(rate=10, count=0),
        lambda: Pulse(at=-1),
        lambda: Pulse(width=0),
        lambda: Pulse(strength=float("inf")),
        lambda: Doublet(0),
        lambda: Change(at=-5),
    ],
)
def test_impossible_numbers_are_refused_with_what_is_allowed(make):
    with pytest.raises(ProtocolError, match="allowed is"):
        make()


def test_a_change_of_an_unknown_parameter_says_when_and_what_is_near():
    from simulator import Fibre

    change = Change(at=50, scale={"membrane.chlorid_permeability": 0.2}).changes[0]
    with pytest.raises(ParameterError, match=r"change at 50 ms: .*membrane.chloride_permeability"):
        change.applied_to(Fibre.fast())


def test_a_protocol_survives_being_written_down():
    both = Train(rate=50, count=3) + Change(at=30, set={"membrane.bath_potassium": 8.0})
    assert from_description(both.describe()) == both
