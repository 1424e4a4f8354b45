"""Specimens of what the page of notices shows."""

from harkara.layout import specimens
from harkara.layout.alerting import AlertsCopy, SubjectCopy

KEY = "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM"
"""The public key of the example of RFC 8291, section 5."""

TOPICS = ("ভারতের নির্বাচন", "উত্তর কোরিয়ার ক্ষেপণাস্ত্র", "বাজেট", "ডেঙ্গু", "জলবায়ু সম্মেলন")


def alerts() -> AlertsCopy:
    """Sections of the specimen paper, and some topics."""
    sections = tuple(SubjectCopy(f"section:{one.slug}", one.name) for one in specimens.paper().sections)
    return AlertsCopy(KEY, 5, sections, tuple(SubjectCopy(f"topic:{n}", name) for n, name in enumerate(TOPICS, 1)))
