"""Helpdesks and survey tools: each a record in ``data/sources``, read by what all of them have in common."""
