"""Where batches are worked on: this process, or several on this machine."""
