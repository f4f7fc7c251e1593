"""The chain from stimulus to force, each link marked by how it does compared with health."""

from simulator import measures
from simulator.plots.style import BLACK, GREEN, ORANGE, SKY, VERMILLION, pyplot, styled

LOOKS = {  # verdict: colour, line of the frame
    "normal": (GREEN, "-"),
    "over-active": (VERMILLION, "-"),
    "failing": (SKY, (0, (4, 2))),
    "fails to stop": (ORANGE, "-"),
}
BOX, GAP, HEIGHT = 2.05, 0.42, 1.5  # inches


def chain(results, healthy, *, since=None):
    """Draw the links of the chain as boxes, each with its verdict and the two numbers behind it.

    Parameters
    ----------
    results, healthy : Datasets of a fibre under the same protocol
    since : when the command has ended (ms); found from the stimuli unless told

    Returns
    -------
    Figure
    """
    links = measures.chain(results, healthy, since)
    width = len(links) * (BOX + GAP) + GAP
    with styled():
        figure = pyplot.figure(figsize=(width, HEIGHT + 1.0))
        figure.set_layout_engine("none")
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, width), ylim=(-0.5, HEIGHT + 0.5))
        ax.axis("off")
        for i, link in enumerate(links):
            x = GAP + i * (BOX + GAP)
            colour, line = LOOKS[link.verdict]
            ax.add_patch(pyplot.Rectangle((x, 0), BOX, HEIGHT, facecolor=colour, alpha=0.3, linewidth=0))
            ax.add_patch(
                pyplot.Rectangle((x, 0), BOX, HEIGHT, fill=False, edgecolor=colour, linestyle=line, linewidth=2.5)
            )
            middle = x + BOX / 2
            ax.text(middle, HEIGHT - 0.25, link.name, ha="center", va="center", weight="bold", fontsize=13)
            ax.text(middle, HEIGHT - 0.62, link.verdict, ha="center", va="center", fontsize=12)
            ax.text(middle, 0.46, link.told, ha="center", va="center", fontsize=10, color=BLACK)
            if i:
                arrow = {"arrowstyle": "-|>", "linewidth": 1.8, "color": "0.3"}
                ax.annotate("", (x - 0.03, HEIGHT / 2), (x - GAP + 0.03, HEIGHT / 2), arrowprops=arrow)
        ax.text(GAP, -0.28, "each link against the healthy fibre under the same protocol", fontsize=10, color="0.35")
        return figure
