"""What is read off a back: of the whole, and of each of its eight muscles."""

from dataclasses import dataclass

from simulator.quantity import Quantities, quantity


@dataclass(frozen=True)
class BackOutputs(Quantities):
    """What is read off a back, besides the forces of its muscles."""

    stimulus: float = quantity(0.0, "1", "none")
    lumbar_flexion: float = quantity(0.0, "deg", "flexion of the lumbar spine")
    wanted_flexion: float = quantity(0.0, "deg", "flexion that is wanted")
    lean: float = quantity(0.0, "deg", "lean of the trunk from upright")
    twist_angle: float = quantity(0.0, "deg", "twist of the trunk to the right")
    load_held: float = quantity(0.0, "kg", "load in the hands")
    moment: float = quantity(0.0, "N*m", "extending moment about L5/S1")
    ligament_moment: float = quantity(0.0, "N*m", "part of it of ligaments, discs and muscles at rest")
    twist_moment: float = quantity(0.0, "N*m", "moment of the muscles that turns the trunk to the right")
    co_contraction: float = quantity(0.0, "N*m", "part of the extending moment that flexors hold against")
    guarding: float = quantity(0.0, "1", "drive of guarding, mean of all muscles")
    pain: float = quantity(0.0, "1", "nociception, largest of all muscles")
    left_multifidus_force: float = quantity(0.0, "N", "force of the left multifidus")
    left_erector_spinae_force: float = quantity(0.0, "N", "force of the left erector spinae")
    left_oblique_force: float = quantity(0.0, "N", "force of the left oblique")
    left_rectus_abdominis_force: float = quantity(0.0, "N", "force of the left rectus abdominis")
    right_multifidus_force: float = quantity(0.0, "N", "force of the right multifidus")
    right_erector_spinae_force: float = quantity(0.0, "N", "force of the right erector spinae")
    right_oblique_force: float = quantity(0.0, "N", "force of the right oblique")
    right_rectus_abdominis_force: float = quantity(0.0, "N", "force of the right rectus abdominis")
    left_multifidus_guarding: float = quantity(0.0, "1", "drive that is not willed, left multifidus")
    left_erector_spinae_guarding: float = quantity(0.0, "1", "drive that is not willed, left erector spinae")
    left_oblique_guarding: float = quantity(0.0, "1", "drive that is not willed, left oblique")
    left_rectus_abdominis_guarding: float = quantity(0.0, "1", "drive that is not willed, left rectus abdominis")
    right_multifidus_guarding: float = quantity(0.0, "1", "drive that is not willed, right multifidus")
    right_erector_spinae_guarding: float = quantity(0.0, "1", "drive that is not willed, right erector spinae")
    right_oblique_guarding: float = quantity(0.0, "1", "drive that is not willed, right oblique")
    right_rectus_abdominis_guarding: float = quantity(0.0, "1", "drive that is not willed, right rectus abdominis")
