"""Open any export, and know which of its columns is what."""
