"""Commands that stand apart from the way from comments to a report."""
