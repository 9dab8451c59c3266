"""The slip as a letter: for whoever has e-mail the curator sends it from his own mail, the portal has no mail server."""

from urllib.parse import quote

LETTER = """Здравствуйте, {who}!

{institution} приглашает вас на портал наставничества. Откройте ссылку и придумайте свой пароль:
{address}#{code}

Если ссылка не открывается: адрес {address}, имя для входа {username}, код {grouped}.
Ссылка впускает один раз и действует {days} дней. Не пересылайте её: по ней войдут под вашим именем."""


def letter(user, institution, **slip):
    """Text of the invitation; ``slip``: its ``address``, ``code``, ``grouped`` code and ``days``."""
    who = user.full_name.partition(" ")[2] or user.full_name  # people are greeted without the surname
    return LETTER.format(who=who, institution=institution.short_name, username=user.username, **slip)


def mail_link(user, institution, text):
    """A «mailto:» with the letter in it; empty for an account without e-mail."""
    if not user.email:
        return ""
    subject = f"Портал наставничества: {institution.short_name}"
    return f"mailto:{quote(user.email)}?subject={quote(subject)}&body={quote(text.replace(chr(10), chr(13) + chr(10)))}"
