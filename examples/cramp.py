"""A cramp: a short calf muscle goes on when the drive has ended, and stretch stops it. Writes cramp.png."""

from simulator import Drive, Muscle, Stretch, plots, simulate

calf = Muscle.soleus(units=20).scaled({"mechanics.set_length": 0.65})
prone = calf.with_condition("cramp")
effort = Drive(0.9, start=100, end=1000)
stretch = Stretch(2200, 0.4, lasting=600)

cases = {
    "not prone to cramps": simulate(calf, effort, duration=3500),
    "prone to cramps": simulate(prone, effort, duration=3500),
    "stretched": simulate(prone, effort + stretch, duration=3500),
}
figure = plots.units(cases, panels=("drive", "length", "motor_units", "emg", "force"))
figure.savefig("cramp.png", dpi=110)
