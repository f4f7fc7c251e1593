"""What is wrong with data and settings of a fit is told, with its place and what is allowed."""

import pytest
from test_fit import DETACHMENT, MOUSE, UPTAKE, noisy

from simulator import FitError, ParameterError, Pulse, fit

GOOD = "time (ms),force (kPa),force_error\n0,1,0.1\n1,2,0.1\n2,,\n3,4,0.1\n4,4,0.1\n"
WRONG = [
    (GOOD.replace("1,2,0.1", "1,two,0.1"), "data.csv:3: column 'force': 'two' is no number; leave the cell empty"),
    (GOOD.replace("1,2,0.1", "1,inf,0.1"), "data.csv:3: column 'force': is infinite"),
    (GOOD.replace("3,4", "1,4"), "data.csv:5: column 'time': 1 ms does not come after 2 ms; times must rise"),
    (GOOD.replace("0,1,", "-2,1,"), "data.csv:2: column 'time': -2 ms is before the run, which starts at 0 ms"),
    (GOOD.replace("4,4,", ",4,"), "data.csv:6: column 'time': the time is missing"),
    (GOOD.replace("4,4,", "99,4,"), "column 'time': 99 ms is after the run, which ends at 70 ms"),
    (GOOD.replace("force (kPa)", "froce"), "data.csv: column 'froce': no output of this model; did you mean force"),
    (GOOD.replace("kPa", "mN"), "column 'force': is in mN, but the model gives kPa; convert it, or let its scale"),
    (GOOD.replace("(ms)", "(s)"), "column 'time': is in s, but must be in ms"),
    (GOOD.replace("time (ms)", "t"), "data.csv: no column 'time' (ms)"),
    (GOOD.replace("1,2,0.1", "1,2,0"), "data.csv:3: column 'force_error': 0 is no standard deviation; it must be"),
    (GOOD.replace("1,2,0.1", "1,2,"), "data.csv:3: column 'force_error': a standard deviation is missing"),
    (GOOD.replace("1,2,0.1", "1,2"), "data.csv:3: 2 cells, but the header has 3"),
    (GOOD.replace(",", ";"), "data.csv:1: only one column; separate columns by commas"),
    (GOOD.replace("force_error", "force (kPa)"), "column 'force' stands there twice"),
    ("time\n", "only one column"),
    ("", "is empty; a header and rows of numbers are needed"),
    ("time,force\n0,1\n", "data.csv: 1 points; at least 2 are needed"),
    ("time,force\n0,1\n1,\n2,\n", "column 'force': 1 points; at least 2 are needed"),
    ("time,force\n0,1\n1,2\n", "2 points are too few for 2 parameters, and for the noise"),
    ("time,force\n0,1\n1,1\n2,1\n3,1\n", "column 'force': is constant"),
    ("measure,value,error\nspike.count,3,1\n", "data.csv:2: no measure 'spike.count'; did you mean spikes.count"),
    ("measure,value\nspikes.count,3\n", "data.csv:2: spikes.count: write (low, high) with low below high, or"),
    ("measure,value,error,units\nspikes.count,3,1,1\n", "column 'units': unknown; allowed are measure, value, error"),
    ("measure,low,high,unit\ncalcium.peak,3,4,mM\n", "data.csv:2: column 'unit': is in mM, but calcium.peak is in uM"),
    ("measure,low,high\ncalcium.peak,3,4\n", "1 targets are too few for 2 parameters: at least 2 are needed"),
]


@pytest.mark.parametrize(("text", "told"), WRONG, ids=[told[:60] for _, told in WRONG])
def test_what_is_wrong_with_a_file_is_told_with_its_place(tmp_path, text, told):
    file = tmp_path / "data.csv"
    file.write_text(text)
    with pytest.raises(FitError) as caught:
        fit(MOUSE, Pulse(), file, [UPTAKE, DETACHMENT], duration=70)
    assert told in str(caught.value)


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path):
    file = tmp_path / "data.csv"
    file.write_text(GOOD.replace("1,2,", "1,x,").replace("4,4,", "4,y,"))
    with pytest.raises(FitError) as caught:
        fit(MOUSE, Pulse(), file, [UPTAKE])
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"parameters": ["calcium.uptake_rat"]}, "did you mean calcium.uptake_rate"),
        ({"parameters": []}, "no parameter is given"),
        ({"parameters": [UPTAKE, UPTAKE]}, "calcium.uptake_rate: stands there twice"),
        ({"bounds": {UPTAKE: (0, 1e9)}}, "do not lie within 0"),
        ({"bounds": {UPTAKE: (3, 5)}}, "its start, 1.182 uM/ms, is outside 3 to 5"),
        ({"bounds": {UPTAKE: 3}}, "write (low, high), not 3"),
        ({"bounds": {DETACHMENT: (0.01, 0.02)}}, "it is not among the parameters that are fitted"),
        ({"method": "least square"}, "did you mean least squares"),
        ({"scale": "calcium"}, "scale: no curve 'calcium'"),
        ({"errors": {"calcium": 1}}, "errors: no curve 'calcium'"),
        ({"most_runs": 3}, "allowed is a whole number from 10"),
        ({"executor": 3}, "a concurrent.futures.Executor is needed"),
        ({"data": {}}, "a CSV file, a Dataset or dict"),
        ({"data": {"time": [0, 1, 2], "force": [1, 2]}}, "column 'force': needs one number for each time"),
        ({"data": {"time": [0, 1, 2], "force": [1, "x", 2]}}, "column 'force': value 2: 'x' is no number"),
        ({"data": {"calcium.peak": (1, 2)}}, "targets need the duration"),
        ({"data": {"calcium.peak": (1, 2)}, "scale": "force"}, "scale and errors are for curves"),
        ({"data": {"tetanus.fusion": (0, 1)}, "duration": 70}, "tetanus.fusion: the start of the fit does not give it"),
        ({"data": "nowhere.csv"}, "nowhere.csv: cannot be read"),
    ],
)
def test_settings_that_cannot_be_are_told(settings, told):
    arguments = {"data": noisy(0), "parameters": [UPTAKE]} | settings
    with pytest.raises((FitError, ParameterError)) as caught:
        fit(MOUSE, Pulse(), arguments.pop("data"), arguments.pop("parameters"), **arguments)
    assert told in str(caught.value)
