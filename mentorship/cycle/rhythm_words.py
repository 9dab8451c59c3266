"""How often a pair meets, in words that stand after «не реже» and «дольше»."""

from mentorship.common.russian import counted

_USUAL = {7: ("одного раза в неделю", "недели"), 14: ("одного раза в две недели", "двух недель")}


def not_less_than(days):
    """«одного раза в две недели», «одного раза в 10 дней»."""
    return _USUAL[days][0] if days in _USUAL else f"одного раза в {counted(days, 'день,дня,дней')}"


def longer_than(days):
    """«двух недель», «10 дней»."""
    return _USUAL[days][1] if days in _USUAL else counted(days, "дня,дней,дней")
