"""How many lemmas are right, on treebanks: python benchmarks/words.py --data ../shared/data/lemmas

The work is in the folder ``quality`` beside this file.
"""

from __future__ import annotations

import runpy
from pathlib import Path

if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).parent / "quality" / "words.py"), run_name="__main__")
