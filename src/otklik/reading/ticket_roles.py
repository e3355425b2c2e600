"""Which columns of a helpdesk's table tell how the service kept its promise: SLA and waiting times."""

from __future__ import annotations

from collections.abc import Iterable

from otklik.records import TICKET_ROLES
from otklik.sources.hints import Hints


def ticket_roles(columns: Iterable[str], hints: Hints) -> dict[str, str]:
    """TICKET_ROLES → column: as the source says, else a column of just that name."""
    names = {name.strip().casefold(): name for name in columns}
    known = {role: hints.others.get(role, names.get(role)) for role in TICKET_ROLES}
    return {role: column for role, column in known.items() if column and column in names.values()}
