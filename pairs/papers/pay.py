"""The payment for mentoring as forms ask for it and papers say it: all shapes of law.md 1.4."""

from django import forms

from mentorship.common.russian import clean_text, counted, plural_of

from ..models import Pay

NEEDED = "Укажите размер и условия выплаты или причину её отсутствия (работа входит в должностные обязанности)."
PERCENT = "Процент должен быть от 0,1 до 100."


class PayFields(forms.Form):
    """Fields of the payment, checked together by :func:`check_pay`."""

    ORDER = ("pay", "rate", "base", "per_mentee", "max_mentees", "pay_act", "no_pay_reason")

    pay = forms.ChoiceField(label="Выплата", choices=Pay.choices, error_messages={"required": NEEDED})
    rate = forms.DecimalField(
        label="Размер",
        max_digits=10,
        decimal_places=2,
        required=False,
        help_text="Процент, коэффициент или рубли в месяц – по виду выплаты.",
    )
    base = forms.CharField(label="От чего считается", max_length=200, required=False, initial="должностного оклада")
    per_mentee = forms.BooleanField(label="За каждого наставляемого", required=False)
    max_mentees = forms.IntegerField(label="Но не более чем за (наставляемых)", min_value=1, required=False)
    pay_act = forms.CharField(
        label="Чем установлена выплата",
        max_length=300,
        required=False,
        help_text="В творительном падеже: «Положением об оплате труда, утверждённым приказом от … № …».",
    )
    no_pay_reason = forms.CharField(
        label="Почему без выплаты", max_length=300, required=False, help_text="Если выплата не устанавливается."
    )


def check_pay(form, data):
    """Say at its field what the payment lacks (law.md section 8)."""
    for name in ("base", "pay_act", "no_pay_reason"):
        data[name] = clean_text(data.get(name) or "").rstrip(".")
    pay, rate = data.get("pay"), data.get("rate")
    if pay == Pay.NONE:
        data["rate"] = None
        if not data["no_pay_reason"]:
            form.add_error("no_pay_reason", NEEDED)
        return data
    if rate is None and pay and "rate" not in form.errors:
        form.add_error("rate", NEEDED)
    elif rate is not None and pay == Pay.PERCENT and not 0.1 <= rate <= 100:
        form.add_error("rate", PERCENT)
    elif rate is not None and rate <= 0:
        form.add_error("rate", "Размер выплаты должен быть больше нуля.")
    if pay and not data["pay_act"]:
        form.add_error(
            "pay_act", "Укажите акт, которым установлена выплата: Положение об оплате труда, его дату и номер."
        )
    if pay in (Pay.PERCENT, Pay.COEFFICIENT) and not data["base"]:
        form.add_error("base", "Укажите, от чего считается выплата: например, «должностного оклада».")
    return data


def pay_words(answers):
    """«в размере 10 процентов должностного оклада за каждого наставляемого, но не более чем за двух»."""
    return f"в размере {amount_words(answers)}{_per(answers)}"


def amount_words(answers):
    """«10 процентов должностного оклада», «5000 рублей в месяц», «0,15 должностного оклада (коэффициент)»."""
    rate = float(answers["rate"])
    parts = "," if rate >= 10_000 else ""  # four figures are not parted
    figure = f"{rate:{parts}.2f}".removesuffix(".00")
    if answers["pay"] != Pay.FIXED and "." in figure:  # sums keep both figures of the kopecks
        figure = figure.rstrip("0")
    figure = figure.replace(",", "\u00a0").replace(".", ",")
    if answers["pay"] == Pay.FIXED:
        return f"{figure} {plural_of(rate, 'рубля', 'рублей')} в месяц"
    if answers["pay"] == Pay.COEFFICIENT:
        return f"{figure} {answers['base']} (коэффициент)"
    return f"{figure} {plural_of(rate, 'процента', 'процентов')} {answers['base']}"


def _per(answers):
    if not answers["per_mentee"]:
        return ""
    most = answers["max_mentees"]
    return " за каждого наставляемого" + (
        f", но не более чем за {counted(most, 'наставляемого,наставляемых,наставляемых')}" if most else ""
    )
