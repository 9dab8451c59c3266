"""Papers that come before a change of pairs: notice of cancellation, refusal, petition to replace (law.md 1.3)."""

from django import forms

from mentorship.common.cases import Case, decline_post, decline_surname_initials, gender_of
from mentorship.common.russian import agree, capital, clean_text, date_digits, date_words
from mentorship.common.workflow import Missing
from mentorship.documents import blocks, kinds, orders
from mentorship.documents.models import Series
from mentorship.institution.models import Rules
from mentorship.institution.workdays import working_day_after
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.forms_of import form as form_of
from mentorship.people.models import Person
from mentorship.people.naming import inside, named, told

from .. import by_order
from ..models import Bond
from .parties import Pair, PairForm, days, pair_kind

NOTICE, REFUSAL, PETITION = "notice_of_cancellation", "mentor_refusal", "petition_to_replace"
REGISTERED = "Отметка о регистрации: вх. № ___________ от ___________"
NOTICE_DAYS = 3  # working days, ст. 351.8 ТК РФ
ARTICLE = {
    Rules.LabourGround.MENTORING: "статьёй 351.8 Трудового кодекса Российской Федерации",
    Rules.LabourGround.EXTRA_WORK: "статьёй 60.2 Трудового кодекса Российской Федерации",  # 151 is of the pay alone
}
PAID_UNTIL = " Выплата за работу по наставничеству, если она установлена, начисляется по этот день включительно."


def nearest_last_day(served_on, mentor):
    """The earliest last day of duty after a notice served on a day: the third working day after it (law.md 1.3)."""
    return working_day_after(served_on, NOTICE_DAYS, week=mentor.working_days)


def too_early(served_on, last_day, mentor):
    """Why the work may not end on ``last_day``; empty if it may."""
    nearest = nearest_last_day(served_on, mentor)
    if last_day >= nearest:
        return ""
    return (
        f"Между вручением ({date_digits(served_on)}) и прекращением должно пройти не менее трёх рабочих дней. "
        f"Ближайшая дата – {date_digits(nearest)}."
    )


class ReasonForm(PairForm):
    """A letter about a working pair with a reason in words; ``title`` begins its heading."""

    states = (Bond.State.ACTIVE,)
    title = ""

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"]).rstrip(".")

    def heading(self):
        return f"{self.title}: {self.cleaned_data['bond'].mentors[0].short_name}"


class LastDayForm(ReasonForm):
    """A letter that names the last day of the work; ``since`` is the field with the day it is counted from."""

    since = ""

    def clean(self):
        data = super().clean()
        bond, since, last = data.get("bond"), data.get(self.since), data.get("last_day")
        if bond and since and last:
            problem = self.problem(since, last, bond.mentors[0]) or by_order.not_last_day(bond, last)
            if problem:
                self.add_error("last_day", problem)
        return data

    def problem(self, since, last_day, mentor):
        """Why the work may not end on ``last_day``; empty if it may."""
        return too_early(since, last_day, mentor)


class NoticeForm(LastDayForm):
    title, since = "Уведомление об отмене поручения", "served_on"

    served_on = days("День вручения", required="Укажите, когда уведомление вручат наставнику.")
    last_day = days(
        "Последний день работы",
        required="Укажите последний день.",
        help_text="Не раньше третьего рабочего дня после вручения, по рабочей неделе наставника.",
    )
    reason = forms.CharField(label="Причина", max_length=300, required=False, help_text="Закон её не требует.")

    def first_values(self, bond):
        return {"served_on": self.on, "last_day": nearest_last_day(self.on, bond.mentors[0])}


class RefusalForm(LastDayForm):
    title, since = "Заявление об отказе от наставничества", "applied_on"

    applied_on = days("Дата заявления", required="Укажите дату заявления.")
    last_day = days(
        "Последний день работы",
        required="Укажите последний день.",
        help_text="Срока предупреждения закон для работника не устанавливает: день выбирают сами.",
    )
    reason = forms.CharField(label="Причина", max_length=300, required=False, help_text="Указывать не обязательно.")

    def first_values(self, bond):
        return {"applied_on": self.on}

    def problem(self, since, last_day, mentor):
        """Only ст. 60.2 ТК РФ asks the employee, too, for three working days."""
        if last_day < since:
            return "Последний день не может быть раньше даты заявления."
        if Rules.load().labour_ground == Rules.LabourGround.EXTRA_WORK:
            return super().problem(since, last_day, mentor)
        return ""


class PetitionForm(ReasonForm):
    title = "Ходатайство о замене наставника"

    since = days("Заменить с", required="Укажите, с какого дня нужна замена.")
    new_mentor = PersonChoice(Person.objects.none(), label="Кого предлагают", required=False, empty_label="Пока никого")
    reason = forms.CharField(
        label="Причина", max_length=300, error_messages={"required": "Напишите, почему нужна замена."}
    )
    author = PersonChoice(
        Person.objects.none(),
        label="Кто ходатайствует",
        error_messages={"required": "Выберите, кто подписывает ходатайство."},
    )

    def prepare(self):
        super().prepare()
        staff = Person.objects.present(self.on).filter(origin=Person.Origin.STAFF)
        self.fields["new_mentor"].queryset = self.fields["author"].queryset = staff
        self.initial.setdefault("author", staff.filter(user=self.user).first())

    def clean(self):
        data = super().clean()
        bond, new = data.get("bond"), data.get("new_mentor")
        if bond and new and new in [*bond.mentors, *bond.mentees]:
            self.add_error("new_mentor", "Этот человек уже в паре: выберите другого.")
        return data


# --- Words --------------------------------------------------------------------------------------------------


def write_notice(institution, answers):
    """The notice with the line by which the mentor confirms that he was served."""
    pair, mentor = answers["pair"], answers["pair"].mentor
    dear = agree(mentor.gender, "Уважаемый", "Уважаемая")
    why = {"причина": (answers["reason"], "причина из исходных данных")}
    reason = [blocks.paragraph("Причина отмены: {причина}.", key="reason", words=why)] if answers["reason"] else []
    return [
        blocks.letterhead(institution.founder, institution.full_name, institution.short_name),
        _corner(capital(form_of(mentor, "post", Case.DATIVE)[0]), form_of(mentor, "short", Case.DATIVE)[0]),
        blocks.doc_title("УВЕДОМЛЕНИЕ"),
        blocks.requisites(place=institution.place),
        blocks.heading("Об отмене поручения о выполнении работы по наставничеству", key=kinds.HEADING),
        blocks.paragraph(f"{dear} {mentor.first_name} {mentor.patronymic}!".replace(" !", "!"), align="center"),
        blocks.paragraph(
            "{По закону} уведомляем Вас о досрочной отмене поручения о выполнении работы "
            "по наставничеству, по которому Вы закреплены наставником за {наставляемыми}{приказ}.",
            key="notify",
            words=_pair_words(pair, answers),
        ),
        blocks.paragraph(
            "Последний день выполнения Вами этой работы – {последний день}{выплата}",
            key="last_day",
            words=_last_day(answers) | {"выплата": (_paid_until(mentor), "предложение о выплате; только сотруднику")},
        ),
        *reason,
        blocks.signature(institution.head_post, orders.head_name(institution)),
        blocks.paragraph(f"Уведомление {agree(mentor.gender, 'получил', 'получила')}:", indent=False),
        blocks.signoff("Дата вручения", mentor.signature_name),
    ]


def write_refusal(institution, answers):
    """The mentor's application in the first person."""
    pair, mentor = answers["pair"], answers["pair"].mentor
    reason = f"Причина: {answers['reason']}." if answers["reason"] else ""
    bound = agree(mentor.gender, "закреплён", "закреплена")
    return [
        _to_head(institution, mentor),
        blocks.doc_title("ЗАЯВЛЕНИЕ"),
        blocks.paragraph(
            "{По закону} досрочно отказываюсь от выполнения работы по наставничеству, "
            "по которой {закреплён} наставником за {наставляемыми}{приказ}.",
            key="refuse",
            words=_pair_words(pair, answers) | {"закреплён": (bound, "«закреплён» или «закреплена»")},
        ),
        blocks.paragraph(
            "Последним днём выполнения этой работы прошу считать {последний день} {причина}",
            key="last_day",
            words=_last_day(answers) | {"причина": (reason, "предложение «Причина: …», если она названа")},
        ),
        blocks.signoff("Дата", mentor.signature_name),
        blocks.note(REGISTERED),
    ]


def write_petition(institution, answers):
    """The petition to the head, signed by whoever answers for the pairs."""
    pair, author, new = answers["pair"], answers["author"], answers["new_mentor"]
    proposed = f"Новым наставником предлагаю назначить {orders.stopped(named(new, Case.ACCUSATIVE))}" if new else ""
    bound = "закреплены" if pair.is_group else agree(pair.mentees[0].gender, "закреплён", "закреплена")
    return [
        _to_head(institution, author),
        blocks.doc_title("ХОДАТАЙСТВО"),
        blocks.heading("О замене наставника", key=kinds.HEADING),
        blocks.paragraph(
            "Прошу заменить с {дня} наставника {наставника}, за которым {закреплены} {наставляемые}{приказ}. "
            "Причина: {причина}. {предложение}",
            key="replace",
            words={
                "дня": (date_words(answers["since"]), "с какого дня"),
                "наставника": told(pair.mentor, Case.ACCUSATIVE, "кого заменить"),
                "закреплены": (bound, "«закреплён», «закреплена» или «закреплены»"),
                "наставляемые": (pair.mentees_in(Case.NOMINATIVE), "наставляемые, именительный падеж"),
                "приказ": (_by_order(pair), "в скобках: каким приказом закреплены"),
                "причина": (answers["reason"], "причина из исходных данных"),
                "предложение": (proposed, "предложение о новом наставнике, если он выбран"),
            },
        ),
        blocks.signoff("Дата", author.signature_name),
        blocks.note(REGISTERED),
    ]


def _pair_words(pair, answers):
    return {
        "статьёй": (answers["law"], "статья Трудового кодекса по правилам учреждения, творительный падеж"),
        "по закону": (answers["by"], "«в соответствии со статьёй …»; с приглашённым наставником – с Положением"),
        "наставляемыми": (pair.mentees_in(Case.INSTRUMENTAL), "наставляемые, творительный падеж"),
        "приказ": (_by_order(pair), "в скобках: каким приказом закреплены"),
    }


def _last_day(answers):
    return {"последний день": (date_words(answers["last_day"]), "день словами, с «г.» на конце")}


def _paid_until(mentor):
    """Guests and pupils are not paid: there is no labour contract with them."""
    return PAID_UNTIL if mentor.origin == Person.Origin.STAFF else ""


def _by_order(pair):
    return f" (приказ {pair.order})" if pair.order else ""


def _corner(*lines):
    return blocks.approval([], [line for line in lines if line])


def _to_head(institution, author):
    """«Заведующему / МБДОУ … / Громовой В.А. / от учителя-логопеда / Зиминой Полины Олеговны»"""
    gender = gender_of(institution.head_patronymic, institution.head_first_name)
    head = decline_surname_initials(
        institution.head_last_name, institution.head_first_name, institution.head_patronymic, gender, Case.DATIVE
    )
    post = decline_post(institution.head_post, Case.DATIVE).text
    own_post, name = (form_of(author, what, Case.GENITIVE)[0] for what in ("post", "name"))
    own = [f"от {inside(own_post)}", name] if own_post else [f"от {name}"]
    return _corner(capital(post), institution.short_name, str(head), *own)


# --- Gates and kinds ----------------------------------------------------------------------------------------


def law(bond):
    """The article that the papers name, by the institution's choice; it binds employees only (law.md 1.1)."""
    article = ARTICLE[Rules.LabourGround(Rules.load().labour_ground)]
    staff = bond.mentors[0].origin == Person.Origin.STAFF
    return {"law": article, "by": _by(article) if staff else "в соответствии с Положением о наставничестве"}


def _by(article):
    return f"в соответствии со {article}"


def gate_notice(bond, answers, on):
    """A notice is served on its own day or later, and leaves three working days (law.md section 8)."""
    if on and answers["served_on"] < on:
        text = f"Уведомление датируется {date_digits(on)}, а вручение указано {date_digits(answers['served_on'])}."
        return [Missing(f"{text} Измените исходные данные.")]
    problem = too_early(answers["served_on"], answers["last_day"], bond.mentors[0])
    return [Missing(problem)] if problem else gate_last_day(bond, answers, on)


def gate_last_day(bond, answers, on):
    """The last day still lies in the work of the pair, and after its last meeting."""
    problem = by_order.not_last_day(bond, answers["last_day"])
    return [Missing(problem)] if problem else []


def _fixed(answers):
    """«закреплены наставником за …»."""
    return Case.INSTRUMENTAL, answers["pair"].mentees


def _petitioned(answers):
    return [
        (Case.GENITIVE, [answers["author"]]),
        (Case.ACCUSATIVE, [answers["pair"].mentor, answers["new_mentor"]]),
    ]


def _sample(write, **answers):
    article = ARTICLE[Rules.LabourGround.MENTORING]
    sampled = {"pair": Pair.sample(), "law": article, "by": _by(article), "reason": ""}
    return write(samples.institution(), sampled | answers)


def sample_notice():
    """A filled sample for the catalogue."""
    answers = {"served_on": samples.MIDDLE, "last_day": samples.MIDDLE.replace(day=20)}
    return _sample(write_notice, **answers, reason="длительный отпуск наставляемой")


def sample_refusal():
    """A filled sample for the catalogue."""
    return _sample(write_refusal, applied_on=samples.MIDDLE, last_day=samples.MIDDLE.replace(day=22))


def sample_petition():
    """A filled sample for the catalogue."""
    people = samples.people()
    answers = {
        "since": samples.MIDDLE,
        "new_mentor": people[4],
        "author": people[0],
        "reason": "перевод в другой корпус",
    }
    return _sample(write_petition, **answers)


KINDS = [
    pair_kind(
        code=NOTICE,
        title="Уведомление об отмене поручения",
        about="Работодатель досрочно отменяет поручение наставнику и предупреждает его за три рабочих дня.",
        ground="статья 351.8 Трудового кодекса",
        form=NoticeForm,
        write=write_notice,
        more=law,
        gate=gate_notice,
        naming=lambda answers: [(Case.DATIVE, [answers["pair"].mentor]), _fixed(answers)],
        series=Series.NOTICES,
        storage=kinds.KEPT_THREE_YEARS,
        sample=sample_notice,
    ),
    pair_kind(
        code=REFUSAL,
        title="Заявление наставника об отказе",
        about="Наставник досрочно отказывается от работы; срока предупреждения закон для него не устанавливает.",
        ground="статья 351.8 Трудового кодекса",
        form=RefusalForm,
        write=write_refusal,
        more=law,
        gate=gate_last_day,
        naming=lambda answers: [(Case.GENITIVE, [answers["pair"].mentor]), _fixed(answers)],
        storage=kinds.KEPT_AS_PERSONNEL,
        sample=sample_refusal,
    ),
    pair_kind(
        code=PETITION,
        title="Ходатайство о замене наставника",
        about="Куратор просит руководителя заменить наставника и называет причину.",
        ground="Положение о наставничестве",
        form=PetitionForm,
        write=write_petition,
        naming=_petitioned,
        storage=kinds.KEPT_THREE_YEARS,
        sample=sample_petition,
    ),
]
