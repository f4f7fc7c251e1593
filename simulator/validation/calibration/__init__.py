"""The fits: one re-runnable script for each stage, and what it measured."""
