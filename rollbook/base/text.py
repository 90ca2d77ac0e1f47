"""Text: folding to a strict common form, and characters that no value may hold.

Folding happens here and nowhere else, so that it is the same on every server, whatever its locale.
"""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h",
        "ŋ": "n", "ŧ": "t", "ĸ": "k", "ə": "a",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """Lower case without accents; every run of anything but letters and digits becomes one space.

    Apostrophes and full stops vanish, so that O'Neil and ONeil fold alike; hyphens part words.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    letters = []
    for character in decomposed:
        if character.isalnum():
            letters.append(character)
        elif unicodedata.combining(character) or character in "'’‘ʼ`´.":
            continue
        else:
            letters.append(" ")
    return " ".join("".join(letters).split())


def squeeze(text: str) -> str:
    """Outer blanks removed and inner runs of blanks made one."""
    return " ".join(text.split())


def digits_only(text: str) -> str:
    """Without the blanks and hyphens that people put into numbers."""
    return "".join(character for character in text if character not in " -‐‑–\u00a0\t")


def forbidden_character(text: str) -> str:
    """The name of the first character no value may hold (control, direction override), or an empty string."""
    for character in text:
        category = unicodedata.category(character)
        if category in ("Cc", "Cs", "Co", "Cn") or character in _DIRECTION:
            return unicodedata.name(character, f"U+{ord(character):04X}").title()
    return ""


_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
