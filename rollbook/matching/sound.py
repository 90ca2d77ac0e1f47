"""The sound of a name as four characters, tolerant of spelling: names that sound alike meet under one key.

After the idea of Soundex (Russell and Odell, 1918), with first letters that sound alike made one, so that
Catherine meets Katherine and Philip meets Filip.
"""

from __future__ import annotations

_DIGITS = str.maketrans("bfpvcgjkqsxzdtlmnr", "111122222222334556")
_SKIPPED = str.maketrans("", "", "hw ")
# Beginnings written in two ways; the first that fits is applied.
_BEGINNINGS = (
    ("ph", "f"), ("wr", "r"), ("kn", "n"), ("gn", "n"), ("wh", "w"), ("rh", "r"), ("ts", "s"), ("tch", "ch"),
    ("dz", "j"), ("cz", "ch"), ("sch", "sh"), ("ps", "s"), ("pf", "f"), ("mc", "mac"),
)  # fmt: skip
_FIRST = str.maketrans("cqgyeiouzv", "kkjaaaaasf")
LENGTH = 4


def sound(name: str) -> str:
    """The code of a folded name, at most four characters; names in other scripts keep their own letters."""
    for written, said in _BEGINNINGS:
        if name.startswith(written):
            name = said + name[len(written) :]
            break
    if not name:
        return ""
    code = [name[0].translate(_FIRST)]
    last = name[0].translate(_DIGITS)
    for character in name[1:].translate(_SKIPPED).translate(_DIGITS):
        if character != last and character not in "aeiouy":
            code.append(character)
            if len(code) == LENGTH:
                break
        last = character
    return "".join(code)
