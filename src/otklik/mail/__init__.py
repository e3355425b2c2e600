"""The customer's own words in a mail: no quoted replies, forwarded chains, signatures, disclaimers."""

from otklik.mail.own import own_words, suspects

__all__ = ["own_words", "suspects"]
