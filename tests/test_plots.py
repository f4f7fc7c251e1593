"""Facts about the pictures: what is in them, what they leave alone."""

import json

import matplotlib
import numpy as np
import pytest
import xarray

matplotlib.use("Agg")

from matplotlib import pyplot  # noqa: E402
from matplotlib.text import Text  # noqa: E402
from PIL import Image  # noqa: E402

from simulator import Change, Fibre, Load, Rest, Train, measures, plots, simulate  # noqa: E402
from simulator.curves import CURVES  # noqa: E402
from simulator.models import shorten2007  # noqa: E402
from simulator.plots.animate import Scene  # noqa: E402
from simulator.plots.style import COLOURS, pretty, spread, styled  # noqa: E402

FIBRE = shorten2007.fast()
TRAIN = Train(rate=50, count=3)


@pytest.fixture
def results(run):
    return run(FIBRE, TRAIN, 100.0, 0.1)


@pytest.fixture
def weak(run):
    return run(FIBRE.scaled({"fibre.nu_SR": 0.3}), TRAIN, 100.0, 0.1)


@pytest.fixture(autouse=True)
def closed():
    yield
    pyplot.close("all")


def words(figure):
    return [text.get_text() for ax in figure.axes for text in ax.texts]


def test_an_overview_stacks_a_panel_for_each_quantity_and_the_stimulus_below(results):
    figure = plots.overview(results)
    assert [ax.get_ylabel() for ax in figure.axes] == ["mV", "mM", "µM", "µM", ""]
    assert figure.axes[-1].get_xlabel() == "time (ms)"
    heights = [ax.get_position().height for ax in figure.axes]
    assert heights[-1] < 0.5 * min(heights[:-1])


def test_panels_share_the_axis_of_time(results):
    figure = plots.overview(results)
    figure.axes[0].set_xlim(20, 30)
    assert all(ax.get_xlim() == (20, 30) for ax in figure.axes)


def test_panels_are_named_and_coloured_by_their_quantity(results):
    figure = plots.overview(results)
    assert words(figure)[0] == "Potential of the sarcolemma"
    assert [ax.lines[0].get_color() for ax in figure.axes[:4]] == [
        COLOURS[name] for name in ("membrane_potential", "tubule_potassium", "calcium", "force")
    ]


def test_every_saved_value_is_drawn(results):
    line = plots.overview(results).axes[0].lines[0]
    assert np.array_equal(line.get_ydata(), results.membrane_potential.values)


def test_stimuli_stand_at_their_times(results):
    bars = plots.overview(results).axes[-1].collections[1].get_segments()
    assert [bar[0][0] for bar in bars] == [10, 30, 50]


def test_global_style_is_left_alone(results, weak):
    before = dict(matplotlib.rcParams)
    plots.overview(results)
    plots.compare({"a": results, "b": weak})
    assert dict(matplotlib.rcParams) == before


def test_given_axes_are_drawn_in(results):
    figure, axes = pyplot.subplots(2)
    assert plots.overview(results, panels=["force"], axes=axes) is figure
    assert axes[0].lines
    with pytest.raises(ValueError, match="2 are needed"):
        plots.overview(results, panels=["force"], axes=axes[:1])


def test_a_comparison_tells_cases_apart_by_colour_and_line(results, weak):
    figure = plots.compare({"healthy": results, "weak pump": weak})
    force = figure.axes[3].lines
    assert len({line.get_color() for line in force}) == len({line.get_linestyle() for line in force}) == 2
    assert np.array_equal(force[1].get_ydata(), weak.force.values)


def test_a_comparison_names_each_case_at_the_end_of_each_panel(results, weak):
    figure = plots.compare({"healthy": results, "weak pump": weak})
    for ax in figure.axes[:4]:
        assert [text.get_text() for text in ax.texts[-2:]] == ["healthy", "weak pump"]
    assert all(ax.get_legend() is None for ax in figure.axes)


def test_labels_do_not_overlap(results, weak):
    cases = {f"case {i}": results if i % 2 else weak for i in range(5)}
    figure = plots.compare(cases)
    figure.draw_without_rendering()
    for ax in figure.axes[:4]:
        labels = [text for text in ax.texts if text.get_text() in cases]
        boxes = sorted((Text.get_window_extent(label) for label in labels), key=lambda box: box.y0)
        assert all(above.y0 >= below.y0 + 0.9 * below.height for below, above in zip(boxes, boxes[1:], strict=False))


def test_spread_keeps_order_and_distance():
    assert np.all(np.diff(spread([0.1, 0.1, 0.1], 0.2)) >= 0.2 - 1e-12)
    assert np.allclose(spread([0.0, 0.5, 1.0], 0.2), [0.0, 0.5, 1.0])


def test_cases_with_different_stimuli_have_a_row_each(run, results):
    single = run(FIBRE, Train(rate=50, count=1), 100.0, 0.1)
    strip = plots.compare({"train": results, "single": single}).axes[-1]
    assert [label.get_text() for label in strip.get_yticklabels()] == ["train", "single"]


def test_cases_without_a_stimulus_have_no_row_for_it(run):
    resting = run(FIBRE, Rest(), 5.0, 1.0)
    figure = plots.compare({"a": resting, "b": resting}, panels=["force"])
    assert len(figure.axes) == 1 and figure.axes[0].get_xlabel() == "time (ms)"


def test_changes_of_parameters_are_written_where_they_happen(run):
    protocol = Change(20, scale={"fibre.nu_SR": 0.5}) + Change(50, scale={"fibre.nu_SR": 2})
    figure = plots.overview(run(FIBRE, protocol, 80.0, 1.0))
    assert [text for text in words(figure) if "nu SR" in text] == ["nu SR × 0.5", "nu SR × 1"]


def test_what_does_not_move_is_drawn_flat(run):
    results = run(FIBRE, Rest(), 5.0, 1.0).copy()
    results["force"] = results.force * 0 + 2.0 + 1e-12 * results.time
    low, high = plots.overview(results, panels=["force"]).axes[0].get_ylim()
    assert high - low >= 0.099


def test_a_comparison_of_too_many_cases_is_refused(results):
    with pytest.raises(ValueError, match="from 1 to 6"):
        plots.compare({str(i): results for i in range(7)})


KINDS = sorted(CURVES)


@pytest.fixture(scope="module")
def told():
    """Return a function that gives curves of a kind, made up as functions of `simulator.curves` would give them."""

    def of(kind, steepness=1.0):
        columns = {
            "strength-duration": ("strength",), "paired-pulses": ("summation",), "potentiation": ("height",),
            "staircase": ("height", "phosphorylated"), "force-frequency": ("force", "fusion"),
            "temperature": ("contraction_time", "half_relaxation_time"), "quick-release": ("t1", "t2"),
            "length-tension": ("active", "passive", "total"), "force-velocity": ("force",),
            "redevelopment": ("force",), "force-pca": ("force",), "work-loop": ("length", "force"),
        }[kind]  # fmt: skip
        axis = {"force-velocity": "velocity"}.get(kind, "axis")
        x = np.linspace(-2 if axis == "velocity" else 1, 8, 12)
        values = {name: (axis, steepness / (x + 4) + i) for i, name in enumerate(columns)}
        numbers = dict.fromkeys(CURVES[kind].numbers, ((), 2.0))
        axis = {axis: (axis, x, {"units": "ms", "long_name": "what is varied"})}
        return xarray.Dataset(values | numbers, axis, {"curve": json.dumps(kind)})

    return of


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_curve_is_drawn_with_its_cases_named(kind, told):
    curves = {"healthy": told(kind), "weak": told(kind, 0.5)}
    figure = plots.curve(curves)
    figure.draw_without_rendering()
    ax = figure.axes[0]
    assert len(ax.lines) >= 2
    assert ax.get_xlabel() and ax.get_ylabel()
    assert all(any(text.startswith(case) for text in words(figure)) for case in curves)
    assert len({line.get_color() for line in ax.lines} & {"#000000", "#D55E00"}) == 2


def test_numbers_read_off_a_curve_stand_above_it(told):
    assert "healthy: half at pCa 2.00, steepness 2.0" in words(plots.curve({"healthy": told("force-pca")}))


def test_labels_stand_at_the_ends_of_lines_on_a_logarithmic_scale(told):
    figure = plots.curve({"healthy": told("strength-duration")})
    figure.draw_without_rendering()
    (label,) = [text for text in figure.axes[0].texts if text.get_text() == "healthy"]
    end = figure.axes[0].lines[0].get_ydata()[-1]
    shown = figure.axes[0].transAxes.inverted().transform(figure.axes[0].transData.transform((8, end)))[1]
    assert label.xy[1] == pytest.approx(shown, abs=0.01)


def test_curves_of_different_kinds_are_not_drawn_together(told):
    with pytest.raises(ValueError, match="2 kinds"):
        plots.curve({"a": told("force-pca"), "b": told("staircase")})


def test_units_are_printed_as_one_writes_them():
    assert [pretty(unit) for unit in ("uA/cm^2", "uM", "1", "kPa")] == ["µA/cm²", "µM", "fraction", "kPa"]


def test_trains_are_drawn_relative_to_the_first():
    starts = [0.0, 10.0, 1000.0, 1010.0, 2000.0, 2010.0]
    time = np.arange(0.0, 3000.0, 5.0)
    force = sum(h * np.exp(-(((time - t - 50) / 20) ** 2)) for t, h in ((0, 0.8), (1000, 0.6), (2000, 0.2)))
    protocol = json.dumps({"pulses": [[t, 0.5, 150.0] for t in starts], "changes": []})
    results = xarray.Dataset({"relative_force": ("time", force)}, {"time": time}, {"protocol": protocol})
    results.time.attrs["units"] = "ms"
    ax = plots.trains({"tired": results, "again": results}).axes[0]
    assert ax.lines[0].get_ydata() == pytest.approx([1.0, 0.75, 0.25], rel=1e-6)
    assert measures.fatigue_index(results) == pytest.approx(0.25, rel=1e-6)
    with pytest.raises(ValueError, match="from 1 to 6"):
        plots.trains({})


@pytest.fixture(scope="module")
def lifting():
    return simulate(Fibre.fast(), Train(60, 8) + Load(0.3), duration=300, interval=1)


def drawn(scene, name):
    """Return the artists of a scene that are called so."""
    return [artist for artist in scene.ax.get_children() if artist.get_gid() == name]


def test_drawn_filaments_slide_as_the_sarcomere_does_and_keep_their_lengths(lifting):
    scene = Scene(lifting, 0.0, 300.0)
    for time in (0, 50, 150, 222.5, 300):
        scene.show(time)
        length = float(np.interp(time, lifting.time, lifting.length))
        ends = sorted(line.get_xdata()[0] for line in drawn(scene, "z line"))
        assert ends[1] - ends[0] == pytest.approx(length)
        thin = [line.get_xdata() for line in drawn(scene, "thin")]
        assert [abs(b - a) for a, b in thin] == pytest.approx([1.32] * 6)  # Walker & Schrodt 1974: 2.64 um, Z to Z
        assert {round(abs(a), 9) for a, _ in thin} == {round(length / 2, 9)}
        assert [np.ptp(line.get_xdata()) for line in drawn(scene, "thick")] == pytest.approx([1.6] * 2)


def test_as_many_heads_and_dots_are_drawn_as_the_run_has(lifting):
    scene = Scene(lifting, 0.0, 300.0)
    for time in (0, 50, 90, 150, 300):
        scene.show(time)
        (held,), (free,), (calcium,) = (drawn(scene, name) for name in ("attached", "free", "calcium"))
        count, total = len(held.get_segments()), len(scene.heads)
        assert count == round(total * float(lifting.attached_fraction.sel(time=time)))
        assert len(free.get_segments()) == total - count
        assert len(calcium.get_xdata()) == round(float(lifting.calcium.sel(time=time)) / 0.1)


def test_heads_hold_thin_filaments_only_where_these_are(lifting):
    scene = Scene(lifting, 0.0, 300.0)
    for time in (60, 100, 150):
        scene.show(time)
        half = float(lifting.length.sel(time=time)) / 2
        roots = np.array([np.abs(segment[0, 0]) for segment in drawn(scene, "attached")[0].get_segments()])
        assert len(roots) and np.all((roots >= abs(half - 1.32)) & (roots <= half))


def test_a_film_is_written_without_a_video_program(lifting, tmp_path):
    plots.animate(lifting, since=20, until=80, seconds=0.5).save(tmp_path / "film.gif", writer="pillow")
    with Image.open(tmp_path / "film.gif") as film:
        assert (film.format, film.n_frames) == ("GIF", 6)
    with pytest.raises(ValueError, match="allowed are moments from 0 to 300 ms"):
        plots.animate(lifting, since=200, until=400)
    with pytest.raises(ValueError, match="needs the run of a Fibre"):
        plots.animate(lifting.drop_vars("activated_fraction"))


def test_the_sarcomere_of_a_moment_is_that_of_the_film(lifting):
    figure = plots.sarcomere(lifting, 150)
    assert f"sarcomere {float(lifting.length.sel(time=150)):.2f} µm" in words(figure)
    with pytest.raises(ValueError, match="allowed are moments from 0 to 300 ms"):
        plots.sarcomere(lifting, 301)


def test_a_notebook_that_turns_interactive_in_its_first_picture_stays_so():
    assert not matplotlib.is_interactive()
    with styled():
        matplotlib.interactive(True)  # as the backend of Jupyter does when it is first used
    assert matplotlib.is_interactive()
    matplotlib.interactive(False)
