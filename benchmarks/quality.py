"""How good the labels are, beside floors that may not be undercut: python benchmarks/quality.py --help

The work is in the folder ``quality`` beside this file; this is the name by which it is called.
"""

from __future__ import annotations

import runpy
from pathlib import Path

if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).with_suffix("")), run_name="__main__")
