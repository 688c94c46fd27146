"""Time zones as people in Russia write them."""

from functools import cache
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from services.roster.normalise import fold, word_key

ALIKE = 70
# The eleven zones by their distance from Moscow, with a city that people know each by.
RUSSIAN = {
    "Europe/Kaliningrad": "мск-1 калининград",
    "Europe/Moscow": "мск мск+0 москва",
    "Europe/Samara": "мск+1 самара",
    "Asia/Yekaterinburg": "мск+2 екатеринбург",
    "Asia/Omsk": "мск+3 омск",
    "Asia/Krasnoyarsk": "мск+4 красноярск",
    "Asia/Irkutsk": "мск+5 иркутск",
    "Asia/Yakutsk": "мск+6 якутск",
    "Asia/Vladivostok": "мск+7 владивосток",
    "Asia/Magadan": "мск+8 магадан",
    "Asia/Kamchatka": "мск+9 камчатка",
}


@cache
def known_zones() -> dict[str, str]:
    """Key -> IANA name. Only places: fixed offsets such as Etc/GMT-5 mislead by their sign."""
    places = {fold(name): name for name in available_timezones() if "/" in name}
    cities = {word: name for name, words in RUSSIAN.items() for word in words.split()}
    return {key: name for key, name in {**places, **cities}.items() if not key.startswith("etc/")}


def zone(text: str) -> str | None:
    key = word_key(text)
    return known_zones().get(key.replace(" ", "_")) or known_zones().get(key.replace(" ", ""))


def nearest_zone(text: str) -> str | None:
    key = word_key(text).replace(" ", "_")
    for names in (russian_names(), known_zones()):
        if found := process.extractOne(key, list(names), scorer=fuzz.ratio, score_cutoff=ALIKE):
            return names[found[0]]
    return None


def russian_names() -> dict[str, str]:
    """Tried first: Asia/Ekaterinburg is nearer to nothing else that a Russian school means."""
    cities = {word: name for name, words in RUSSIAN.items() for word in words.split()[-1:]}
    return {**{fold(name): name for name in RUSSIAN}, **cities}
