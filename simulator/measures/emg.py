"""Numbers of an electromyogram: how large, and how fast."""

import numpy as np
import scipy


def rms(emg):
    """Return the root of the mean square of an electromyogram (n,), in its unit."""
    return float(np.sqrt(np.mean(np.square(np.asarray(emg)))))


def mean_rectified(emg):
    """Return the mean of a rectified electromyogram (n,), in its unit."""
    return float(np.mean(np.abs(np.asarray(emg))))


def median_frequency(emg, interval):
    """Return the frequency (Hz) below which half of the power of an electromyogram lies; interval : of samples (ms)."""
    frequency, power = scipy.signal.periodogram(np.asarray(emg), 1e3 / interval)
    return float(np.interp(0.5, np.cumsum(power) / np.sum(power), frequency))


def envelope(emg, interval, window=50.0):
    """Return the rms (n,) of an electromyogram in a window (ms) about each sample, shorter at its ends."""
    square = np.square(np.asarray(emg))
    across = np.ones(min(len(square), 2 * round(window / (2 * interval)) + 1))
    return np.sqrt(np.convolve(square, across, "same") / np.convolve(np.ones(len(square)), across, "same"))
