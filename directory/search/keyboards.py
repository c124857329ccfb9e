"""Words typed with the keys of another keyboard: "ghbdtn" where "привет" was meant."""

LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
# The same keys on a Finnish keyboard.
FINNISH_KEYS = "qwertyuiopå¨asdfghjklöäzxcvbnm,.§"
RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
UKRAINIAN_KEYS = "йцукенгшщзхїфівапролджєячсмитьбю'"
CYRILLIC = (RUSSIAN_KEYS, UKRAINIAN_KEYS)
INTO_CYRILLIC = [
    str.maketrans(latin, keys) for keys in CYRILLIC for latin in (LATIN_KEYS, FINNISH_KEYS)
]
INTO_LATIN = [str.maketrans(keys, FINNISH_KEYS) for keys in CYRILLIC]


def on_other_keyboards(text: str) -> list[str]:
    """What the same keys write on the others: Russian and Ukrainian, or Finnish from these."""
    lowered = text.lower()
    is_cyrillic = any("а" <= letter <= "ї" for letter in lowered)
    written = (lowered.translate(keys) for keys in (INTO_LATIN if is_cyrillic else INTO_CYRILLIC))
    return [one for one in dict.fromkeys(written) if one != lowered]
