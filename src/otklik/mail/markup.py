"""Which parts of an HTML mail are quotes or signatures, told by the containers of the mail programs.

They are not taken out here: ``otklik.clean`` writes them as quoted lines ('> …'), for the rules of mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HINT = re.compile(
    r"(?i)blockquote|quote|signature|cite|appendonsend|divRplyFwdMsg|OLK_SRC|reference-message"
)
_TAG = re.compile(r"(?i)<(?P<close>/)?(?P<name>blockquote|div|pre|table|section)(?=[\s/>])(?P<rest>[^<>]*)>")
_CONTAINER = re.compile(
    r"(?i)type=[\"']?cite|\bcite=|(?:class|id|name)=[\"']?[^\"'=]*(?:quot|moz-cite|(?<!apple)(?<!mail)signature)"
    r"|messageReplySection"
)
_TO_THE_END = re.compile(
    r"(?i)id=[\"']?(?:x_)*(?:appendonsend|divRplyFwdMsg|OLK_SRC_BODY|mail-editor-reference-message)"
)
_LINED = re.compile(r"(?i)style=[^<>]*border-left")
_ATTRIBUTED = re.compile(r"(?i)(?:&gt;|>|\w)\s*:(?:\s|&nbsp;|</?(?:br|div|p|span|a)\b[^<>]*>)*$")
"""A colon just above a <blockquote> that has no mark of its own, as Yandex writes it."""
_ADDRESS = re.compile(r"\S@\S")
_ABOVE = 400
"""Characters above a <blockquote> in which an attribution is looked for."""


def quoted_parts(html: str) -> list[tuple[int, int]]:
    """Spans of the quotes and signatures, from the opening tag to the closing one, in order and apart.

    A container that is never closed hides nothing. A div around marked blockquotes is none itself: a customer
    may have answered between them.
    """
    if _HINT.search(html) is None:
        return []
    outer: list[tuple[int, int]] = []
    for start, end in sorted(_containers(html)):
        if not outer or start >= outer[-1][1]:
            outer.append((start, end))
    return outer


def _containers(html: str) -> Iterator[tuple[int, int]]:
    """Every container, nested ones too."""
    opened: dict[str, list[tuple[int, bool, int]]] = {}
    blockquotes = 0
    for tag in _TAG.finditer(html):
        name = tag["name"].lower()
        if tag["close"] is None:
            if _TO_THE_END.search(tag["rest"]):
                yield tag.start(), len(html)
                return
            opened.setdefault(name, []).append((tag.start(), _is_container(html, tag), blockquotes))
        elif opened.get(name):
            start, container, before = opened[name].pop()
            holds_answers = name == "div" and blockquotes > before
            blockquotes += name == "blockquote" and container
            if container and not holds_answers:
                yield start, tag.start()


def _is_container(html: str, tag: re.Match[str]) -> bool:
    if _CONTAINER.search(tag["rest"]):
        return True
    if tag["name"].lower() != "blockquote":
        return False
    above = html[max(0, tag.start() - _ABOVE) : tag.start()]
    return bool(_LINED.search(tag["rest"]) or (_ATTRIBUTED.search(above) and _ADDRESS.search(above)))
