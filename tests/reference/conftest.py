"""Comparisons with published material, where `REFERENCE` names the folder that holds it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def reference() -> Path:
    """The folder of published material; the test says so where it is not at hand."""
    folder = os.environ.get("REFERENCE", "")
    if not folder:
        pytest.skip("REFERENCE names no folder of published material, so nothing was compared with it")
    return Path(folder)
