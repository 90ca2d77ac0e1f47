"""Names for the people of a register: given, middle and family names, with the forms of each community."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler

from rollbook.synthetic.communities import communities
from rollbook.synthetic.households import CHILD, JUNIOR, PARENT, PARTNER, TWIN, Codes, Homes, Mask
from rollbook.synthetic.names import DECADES, code_of, vocabulary
from rollbook.synthetic.tables import are_variants, table

Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Named:
    """Names of each person as text, and the kind, which juniors change."""

    given: Texts
    middle: Texts
    family: Texts
    born_family: Texts  # the family name at birth, other than `family` after a change of name
    kind: Codes


def name_people(homes: Homes, rng: np.random.Generator) -> Named:
    """Names for everybody. Relatives share the family name; twins never share a given name or a spelling of it."""
    words = vocabulary().names
    given = given_names(homes.community, homes.female, homes.born, rng)
    given = _apart(_twins_alike(given, homes, rng), homes, rng)
    kind = _juniors(homes, rng)
    given = np.where(kind == JUNIOR, given[homes.first], given)
    born_family = _family_names(homes, rng)
    family = _after_marriage(born_family, homes, rng)
    given_text = _doubled_given(words[given], homes, rng)
    given_text = np.where(kind == JUNIOR, given_text[homes.first], given_text)
    shown = words[_form(family, homes.female)]
    born = words[_form(born_family, homes.female)]
    shown, born = _womens_names(shown, born, homes, rng)
    shown, born = _double_families(shown, born, family == born_family, homes, rng)
    given_text, shown = _single_names(given_text, shown, homes.community, rng)
    return Named(given_text, middle_names(homes.community, homes.female, homes.born, rng), shown, born, kind)


def given_names(community: Codes, female: Mask, born: Codes, rng: np.random.Generator) -> Codes:
    """A given name for each, by community, sex and decade of birth."""
    decade = np.clip((1970 + born / 365.25).astype(np.int64) // 10 - DECADES[0] // 10, 0, len(DECADES) - 1)
    codes = np.empty(len(born), dtype=np.int64)
    if not len(born):
        return codes
    group = (community * 2 + female) * len(DECADES) + decade
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        at = rows[0]
        pool = vocabulary().given[int(community[at]), int(female[at])]
        codes[rows] = pool.draw(int(decade[at]), len(rows), rng)
    return codes


def family_names(community: Codes, rng: np.random.Generator) -> Codes:
    """A family name for each, in its base form."""
    codes = np.empty(len(community), dtype=np.int64)
    for at, pool in vocabulary().family.items():
        rows = np.flatnonzero(community == at)
        codes[rows] = pool.draw(0, len(rows), rng)
    return codes


def middle_names(community: Codes, female: Mask, born: Codes, rng: np.random.Generator) -> Texts:
    """Middle names as text, often empty; some communities have one fixed name for each sex."""
    words = vocabulary().names
    one = words[given_names(community, female, born, rng)]
    two = words[given_names(community, female, born, rng)]
    for at, rules in enumerate(communities()):
        if rules.middle_fixed:
            here = community == at
            one = np.where(here, np.where(female, rules.middle_fixed[1], rules.middle_fixed[0]), one)
    has = rng.random(len(born)) < of_each(community, "middle")
    has_two = has & (rng.random(len(born)) < of_each(community, "second_middle"))
    return np.where(has_two, one + " " + two, np.where(has, one, ""))


def of_each(community: Codes, value: str) -> npt.NDArray[np.float64]:
    """A number of each person's community."""
    return np.array([float(getattr(one, value)) for one in communities()])[community]


def _twins_alike(given: Codes, homes: Homes, rng: np.random.Generator) -> Codes:
    share = table("people")["households"]["twins_named_alike"]
    rows = np.flatnonzero((homes.kind == TWIN) & (rng.random(len(given)) < share))
    given = given.copy()
    beside = vocabulary().names[given[homes.first[rows]]]
    given[rows] = named_alike(beside, homes.community[rows], homes.female[rows], homes.born[rows], rng)
    return given


def _apart(given: Codes, homes: Homes, rng: np.random.Generator) -> Codes:
    """Twins with one name, or two forms of one name, draw again; so do siblings with the very same name."""
    words = vocabulary().names
    given = given.copy()
    for _ in range(20):
        same = np.flatnonzero((given == given[homes.first]) & (homes.kind != 0) & (homes.kind != PARTNER))
        twins = np.flatnonzero(homes.kind == TWIN)
        alike = [at for at in twins if are_variants(words[given[at]], words[given[homes.first[at]]])]
        again = np.union1d(same, np.array(alike, dtype=np.int64))
        if not len(again):
            break
        given[again] = given_names(homes.community[again], homes.female[again], homes.born[again], rng)
    return given


def named_alike(beside: Texts, community: Codes, female: Mask, born: Codes, rng: np.random.Generator) -> Codes:
    """Given names that sound like somebody's: of thirty draws the one most like it that is no form of it."""
    words = vocabulary().names
    draws = np.stack([given_names(community, female, born, rng) for _ in range(30)], axis=1)
    best = np.empty(len(beside), dtype=np.int64)
    for at, name in enumerate(beside):
        others = [(JaroWinkler.similarity(name, words[code]), code) for code in np.unique(draws[at])]
        apart = [one for one in others if not are_variants(name, words[one[1]])]
        best[at] = max(apart or others)[1]
    return best


def _juniors(homes: Homes, rng: np.random.Generator) -> Codes:
    named_after = np.isin(homes.kind, (CHILD, PARENT)) & (homes.female == homes.female[homes.first])
    # The share is of children of the parent's sex; mothers' names are handed on less often.
    share = of_each(homes.community, "junior") * np.where(homes.female, 0.2, 1.8)
    return np.where(named_after & (rng.random(len(homes.born)) < share), JUNIOR, homes.kind)


def _family_names(homes: Homes, rng: np.random.Generator) -> Codes:
    own = family_names(homes.community, rng)
    return np.where(homes.kind == PARTNER, own, own[homes.first])


def _after_marriage(born_family: Codes, homes: Homes, rng: np.random.Generator) -> Codes:
    rules = table("people")
    size = len(born_family)
    other = family_names(homes.community, rng)
    shares = rng.random(size) < rules["households"]["partner_shares_family"]
    adult = homes.born < homes.born.max() - rules["households"]["adult_years"] * 365
    married = homes.female & adult & (rng.random(size) < rules["records"]["married_name"])
    changed = rng.random(size) < rules["records"]["changed_other"]
    return np.select(
        [(homes.kind == PARTNER) & shares, married | changed], [born_family[homes.first], other], born_family
    )


def _form(family: Codes, female: Mask) -> Codes:
    return np.where(female, vocabulary().female_form[family], family)


def _womens_names(shown: Texts, born: Texts, homes: Homes, rng: np.random.Generator) -> tuple[Texts, Texts]:
    """Family names that only women bear, such as Begum, in place of the household's."""
    size = len(shown)
    for at, rules in enumerate(communities()):
        if rules.female_family:
            words = vocabulary().names[rng.choice(code_of(rules.female_family), size)]
            own = (homes.community == at) & homes.female & (rng.random(size) < rules.female_family_share)
            shown, born = np.where(own, words, shown), np.where(own, words, born)
    return shown, born


def _double_families(
    shown: Texts, born: Texts, unchanged: Mask, homes: Homes, rng: np.random.Generator
) -> tuple[Texts, Texts]:
    """Double family names, the same for all who share the household's name."""
    second = vocabulary().names[family_names(homes.community, rng)][homes.first]
    joins = np.where(rng.random(len(shown)) < 0.6, "-", " ")[homes.first]
    has = (rng.random(len(shown)) < of_each(homes.community, "double_family"))[homes.first]
    double = has & unchanged & (homes.kind != PARTNER) & (second != shown)
    return np.where(double, shown + joins + second, shown), np.where(double, born + joins + second, born)


def _doubled_given(given: Texts, homes: Homes, rng: np.random.Generator) -> Texts:
    has = rng.random(len(given)) < of_each(homes.community, "double_given")
    second = vocabulary().names[given_names(homes.community, homes.female, homes.born, rng)]
    joins = np.where(rng.random(len(given)) < 0.5, "-", " ")
    return np.where(has & (second != given), given + joins + second, given)


def _single_names(given: Texts, family: Texts, community: Codes, rng: np.random.Generator) -> tuple[Texts, Texts]:
    """People with one name: it stands as family name for most, as given name for some."""
    single = rng.random(len(given)) < of_each(community, "single")
    as_family = rng.random(len(given)) < 0.7
    family_now = np.where(single, np.where(as_family, given, ""), family)
    return np.where(single & as_family, "", given), family_now
