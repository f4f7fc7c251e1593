"""Where compiled code is kept."""

import tempfile
from pathlib import Path

import numba
import pytest

from simulator import kernel


def test_the_cache_folder_is_the_users_own_and_named_after_the_sources(tmp_path):
    folder = kernel.cache_folder.__wrapped__(kernel.SOURCES, tmp_path)
    assert folder == tmp_path / kernel.source_hash(kernel.SOURCES)
    assert folder.is_dir()


def test_a_folder_that_cannot_be_written_is_replaced_by_a_temporary_one(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    folder = kernel.cache_folder.__wrapped__(kernel.SOURCES, blocked)
    assert Path(tempfile.gettempdir()) in folder.parents
    assert folder.is_dir()


def test_a_change_of_a_source_changes_the_hash(tmp_path, monkeypatch):
    (tmp_path / "stages").mkdir()
    source = tmp_path / "stages" / "stage.py"
    source.write_text("uptake = 1\n")
    monkeypatch.setattr(kernel, "PACKAGE", tmp_path)
    before = kernel.source_hash(("stages",))
    source.write_text("uptake = 2\n")
    assert kernel.source_hash(("stages",)) != before


def test_old_folders_are_cleared_away(tmp_path):
    for i in range(20):
        (tmp_path / f"old{i}").mkdir()
    kernel.cache_folder.__wrapped__(kernel.SOURCES, tmp_path)
    assert len(list(tmp_path.iterdir())) == kernel.FOLDERS_KEPT


def test_the_cache_of_other_users_of_numba_is_left_alone():
    before = numba.config.CACHE_DIR

    @kernel.kernel
    def double(x):
        """Return twice x."""
        return 2 * x

    assert before == numba.config.CACHE_DIR
    assert double(3.0) == pytest.approx(6.0)
