"""The sound of a name as four characters, tolerant of spelling: names that sound alike meet under one key.

After the idea of Soundex (Russell and Odell, 1918), with first letters that sound alike made one, so that
Catherine meets Katherine and Philip meets Filip.
"""

from __future__ import annotations

from functools import lru_cache

_DIGITS = str.maketrans("bfpvcgjkqsxzdtlmnr", "111122222222334556")
_SKIPPED = str.maketrans("", "", "hw ")
# Beginnings written in several ways, by their first letter.
_BEGINNINGS = {
    "p": (("ph", "f"), ("ps", "s"), ("pf", "f")),
    "w": (("wr", "r"), ("wh", "w")),
    "k": (("kn", "n"),),
    "g": (("gn", "n"),),
    "r": (("rh", "r"),),
    "t": (("ts", "s"), ("tch", "ch")),
    "d": (("dz", "j"),),
    "c": (("cz", "ch"),),
    "s": (("sch", "sh"),),
    "m": (("mc", "mac"),),
}
_FIRST = str.maketrans("cqgyeiouzv", "kkjaaaaasf")
LENGTH = 4


@lru_cache(maxsize=300_000)
def sound(name: str) -> str:
    """The code of a folded name, at most four characters; names in other scripts keep their own letters."""
    if not name:
        return ""
    for written, said in _BEGINNINGS.get(name[0], ()):
        if name.startswith(written):
            name = said + name[len(written) :]
            break
    code = [name[0].translate(_FIRST)]
    last = name[0].translate(_DIGITS)
    for character in name[1:].translate(_SKIPPED).translate(_DIGITS):
        if character != last and character not in "aeiouy":
            code.append(character)
            if len(code) == LENGTH:
                break
        last = character
    return "".join(code)
