"""An assignment: each student gets recordings of an unknown fibre; the key says what it had, and marks what comes back.

On the command line: musclesim assign CLASS.csv --unknown "slow reuptake" --unknown healthy --key key.json -o given
"""

from pathlib import Path

from simulator import measures, plots
from simulator.assignments import MENU, Key, hand_out, mark, read

ill = ("healthy", "myotonia congenita", "slow reuptake")
menu = {name: MENU[name].describe() for name in ("twitch", "tetanus")}
key = Key(students=("Ada", "Bo", "Cem"), unknown=ill, experiments=menu)
key.save("key.json")  # for the lecturer alone
files = hand_out(key, Path("given"))

mine = read("given/Ada/tetanus.csv")  # a student's work
print(measures.after_discharge(mine), measures.relaxation(mine))
plots.overview(mine, panels=["membrane_potential", "calcium", "force"]).savefig("ada.png")

for file in files:
    found = mark(file, key)
    print(found.student, found.experiment, found.condition, found.severity, found.genuine)
