"""The spasm atlas: each condition's signature, and what stops it."""

from simulator.plots.style import BLACK, BLUE, GREEN, ORANGE, SKY, VERMILLION, pyplot, styled

SIGNS = (  # key of the signature, heading, how it is written
    ("electrical", "membrane\nafterwards", lambda v: v),
    ("spikes", "spikes of\nits own", lambda v: f"{v:d}"),
    ("calcium", "calcium\n(µM)", lambda v: f"{v:.2f}"),
    ("force", "force left\n(of largest)", lambda v: f"{v:.2f}"),
    ("atp", "lowest ATP\n(mM)", lambda v: f"{v:.1f}"),
)
SHADES = {"discharging": VERMILLION, "depolarised": ORANGE, "silent": SKY}
VERDICTS = {"yes": (GREEN, "yes"), "partly": (ORANGE, "partly"), "no": ("0.85", "no")}
ROW, LEFT, CELL = 0.46, 3.9, 1.15  # inches
RED, GREY = VERMILLION, "0.45"


def atlas(rows):
    """Draw a table: a row for each condition, with its signature, and whether each intervention stops it.

    Parameters
    ----------
    rows : what `scenarios.atlas` returns

    Returns
    -------
    Figure
    """
    treatments = list(rows[0]["interventions"])
    columns = len(SIGNS) + len(treatments)
    width, height = LEFT + CELL * columns, ROW * (len(rows) + 2.6)
    with styled():
        figure = pyplot.figure(figsize=(width, height))
        figure.set_layout_engine("none")
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, width), ylim=(len(rows) + 0.2, -2.4))
        ax.axis("off")
        places = [LEFT + CELL * (i + 0.5) for i in range(columns)]
        for place, (_, heading, _) in zip(places, SIGNS, strict=False):
            ax.text(place, -0.15, heading, ha="center", va="bottom", fontsize=10, color=BLACK)
        for place, treatment in zip(places[len(SIGNS) :], treatments, strict=True):
            ax.text(place, -0.15, treatment.replace(" ", "\n"), ha="center", va="bottom", fontsize=10, color=BLACK)
        ax.text(places[2], -1.75, "what is seen", ha="center", weight="bold")
        ax.text(
            places[len(SIGNS) + len(treatments) // 2], -1.75, "does it stop?", ha="center", weight="bold", color=BLUE
        )
        for y, row in enumerate(rows):
            ax.axhline(y, color="0.9", linewidth=0.8)
            ax.text(0.15, y + 0.5, row["name"], va="center", fontsize=11, weight="bold")
            ax.text(LEFT - 0.1, y + 0.5, row["trouble"], va="center", ha="right", fontsize=9, color=GREY)
            for place, (key, _, word) in zip(places, SIGNS, strict=False):
                value = row["signature"][key]
                if key == "electrical":
                    _cell(ax, place, y, SHADES[value], word(value))
                else:
                    ax.text(place, y + 0.5, word(value), va="center", ha="center", fontsize=11)
            for place, treatment in zip(places[len(SIGNS) :], treatments, strict=True):
                cell = row["interventions"][treatment]
                colour, word = VERDICTS[cell["verdict"]]
                _cell(ax, place, y, colour, word + (" *" if cell["agrees"] is False else ""))
        if any(cell["agrees"] is False for row in rows for cell in row["interventions"].values()):
            ax.text(width - 0.1, -2.05, "* differs from what is known", ha="right", fontsize=9, color=RED)
        return figure


def _cell(ax, place, y, colour, word):
    """Draw a coloured cell with its word, so that colour is not all that tells."""
    ax.add_patch(
        pyplot.Rectangle((place - 0.47 * CELL, y + 0.1), 0.94 * CELL, 0.8, facecolor=colour, alpha=0.55, linewidth=0)
    )
    ax.text(place, y + 0.5, word, ha="center", va="center", fontsize=10)
