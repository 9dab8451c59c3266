"""Names for sign-in, made from Russian names."""

from .models import User

LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "_",
            "e",
            "iu",
            "ia",
        ],
        strict=True,
    )
)


def latin(text):
    """Transliteration for a sign-in name: lower-case a–z and digits only."""
    letters = (LATIN.get(letter, letter) for letter in text.casefold())
    return "".join(letter for part in letters for letter in part if letter.isascii() and letter.isalnum())


def free_username(full_name):
    """«Белова Мария Петровна» → «belova.mp», with a number added while it is taken."""
    surname, *others = [latin(word) for word in full_name.split()] or [""]
    base = ".".join(filter(None, [surname[:40], "".join(word[:1] for word in others[:2])])) or "user"
    taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    name, n = base, 1
    while name in taken:
        n += 1
        name = f"{base}{n}"
    return name
