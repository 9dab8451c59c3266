"""Objects for tests; factories hold no surprise, variants are traits and arguments."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from simple_history.utils import bulk_create_with_history

from mentorship.accounts.models import Role, RoleGrant, User
from mentorship.cycle.models import Activity, Cycle, Programme, Stage
from mentorship.institution.models import Institution, MentoringForm, MentoringKind, Partner, Topic
from mentorship.people.models import Consent, Guardian, Person, PostPeriod
from mentorship.registry.models import Application, Participation, Side, Training
from pairs.models import Bond, BondMember, Meeting

PASSWORD = "verno-dlinnyj-parol"


class InstitutionFactory(DjangoModelFactory):
    """A kindergarten whose wizard is finished."""

    class Meta:
        model = Institution
        django_get_or_create = ["pk"]

    pk = 1
    full_name = "Муниципальное бюджетное дошкольное образовательное учреждение «Детский сад № 12 «Ромашка»"
    short_name = "МБДОУ «Детский сад № 12»"
    place = "г. Новореченск"
    address = "643000, г. Новореченск, ул. Садовая, д. 5"
    inn = "7707083893"
    ogrn = "1027700132195"
    head_post = "Заведующий"
    head_last_name = "Петрова"
    head_first_name = "Анна"
    head_patronymic = "Сергеевна"
    started_at = factory.LazyFunction(timezone.now)


class UserFactory(DjangoModelFactory):
    """An account; ``roles=[Role.CURATOR]`` gives roles from long ago."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    full_name = factory.Sequence(lambda n: f"Учётная Запись {n}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or ():
            grant_of(self, role).save()


def grant_of(user, role):
    """The role held from long ago, not saved yet."""
    form_code = "teacher_teacher" if role == Role.ORGANISER else ""
    return RoleGrant(user=user, role=role, form_code=form_code, starts_on=date(2020, 1, 1))


class PersonFactory(DjangoModelFactory):
    """A teacher of the institution."""

    class Meta:
        model = Person

    last_name = factory.Iterator(["Ветрова", "Орлова", "Крылова", "Соколова", "Зимина", "Лаптева", "Мирная"])
    first_name = factory.Iterator(["Мария", "Анна", "Ольга", "Вера", "Нина"])
    patronymic = factory.Iterator(["Петровна", "Сергеевна", "Ивановна"])
    gender = "f"
    birth_date = factory.Sequence(lambda n: date(1980, 1, 1) + timedelta(days=n))
    post = "воспитатель"
    hired_on = date(2015, 9, 1)
    teaches_since = date(2010, 9, 1)
    works_since = date(2008, 9, 1)


class CycleFactory(DjangoModelFactory):
    """The cycle that runs today: one school-year-long pass whose middle is today."""

    class Meta:
        model = Cycle

    programme = factory.LazyAttribute(
        lambda o: Programme.objects.create(title="Программа", starts_on=o.starts_on, ends_on=o.ends_on)
    )
    title = "Учебный год"
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=120))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=150))


class StageFactory(DjangoModelFactory):
    class Meta:
        model = Stage

    cycle = factory.SubFactory(CycleFactory)
    order = 1
    title = "Подготовка условий"


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    stage = factory.SubFactory(StageFactory)
    order = factory.Sequence(lambda n: n)
    number = factory.Sequence(lambda n: f"1.{n}")
    title = "Издать приказ"


class ParticipationFactory(DjangoModelFactory):
    """In the base since the start of the cycle, with both consents in force unless ``consents=False``."""

    class Meta:
        model = Participation
        skip_postgeneration_save = True

    cycle = factory.SubFactory(CycleFactory)
    person = factory.SubFactory(PersonFactory)
    side = Side.MENTOR
    state = Participation.State.IN_BASE
    starts_on = factory.LazyAttribute(lambda o: o.cycle.starts_on)
    ends_on = factory.LazyAttribute(lambda o: o.cycle.ends_on)

    @factory.post_generation
    def consents(self, create, extracted, **kwargs):
        if extracted is False:
            return
        signed = set(self.person.consents.values_list("kind", flat=True))
        lacking = [kind for kind in self.needed_consents if kind not in signed]
        common = {"person": self.person, "signed_on": self.cycle.starts_on}
        if lacking:
            bulk_create_with_history([ConsentFactory.build(kind=kind, **common) for kind in lacking], Consent)


class ConsentFactory(DjangoModelFactory):
    """A signed consent to processing."""

    class Meta:
        model = Consent

    person = factory.SubFactory(PersonFactory)
    kind = Consent.Kind.PROCESSING
    number = factory.Sequence(lambda n: f"т-{n}")
    printed_on = factory.LazyAttribute(lambda o: o.signed_on)
    signed_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=100))
    valid_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=900))


class FormFactory(DjangoModelFactory):
    class Meta:
        model = MentoringForm
        django_get_or_create = ["code"]

    code = "teacher_teacher"
    title = "педагог – педагог"


class KindFactory(DjangoModelFactory):
    class Meta:
        model = MentoringKind
        django_get_or_create = ["code"]

    code = "traditional"
    title = "Традиционное («один на один»)"


class BondFactory(DjangoModelFactory):
    """A pair of the same cycle; ``members__mentees=2`` makes a group; ``active=True`` a working one."""

    class Meta:
        model = Bond
        skip_postgeneration_save = True

    class Params:
        active = factory.Trait(state=Bond.State.ACTIVE)

    cycle = factory.SubFactory(CycleFactory)
    form = factory.SubFactory(FormFactory)
    goal = "Работа с родителями"
    no_agreement = "входит в должностные обязанности"
    starts_on = factory.LazyAttribute(lambda o: o.cycle.starts_on + timedelta(days=30))
    ends_on = factory.LazyAttribute(lambda o: o.cycle.ends_on)

    @factory.post_generation
    def members(self, create, extracted, **kwargs):
        """``members=[participation, …]`` instead of new people; ``members__mentees=2`` new ones."""
        members = extracted or [
            ParticipationFactory(cycle=self.cycle, side=Side.MENTOR),
            *(ParticipationFactory(cycle=self.cycle, side=Side.MENTEE) for _ in range(kwargs.get("mentees", 1))),
        ]
        BondMember.objects.bulk_create(
            BondMember(bond=self, participation=participation, side=participation.side) for participation in members
        )
        self.kinds.add(KindFactory())


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    bond = factory.SubFactory(BondFactory, active=True)
    held_on = factory.LazyFunction(timezone.localdate)
    logged_by = factory.SubFactory(UserFactory)


class PartnerFactory(DjangoModelFactory):
    """A college with an agreement for some years."""

    class Meta:
        model = Partner

    title = factory.Sequence(lambda n: f"Новореченский педагогический колледж № {n}")
    kind = Partner.Kind.COLLEGE
    agreement_number = factory.Sequence(lambda n: f"{n}-С")
    agreement_date = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=200))
    valid_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=900))
    gives = "Студенты на практику"


class PostPeriodFactory(DjangoModelFactory):
    """The post that the card names, held since the person came."""

    class Meta:
        model = PostPeriod

    person = factory.SubFactory(PersonFactory)
    post = factory.SelfAttribute("person.post")
    starts_on = factory.SelfAttribute("person.hired_on")


class GuardianFactory(DjangoModelFactory):
    """The mother of a pupil."""

    class Meta:
        model = Guardian

    child = factory.SubFactory(PersonFactory, origin=Person.Origin.PUPIL, is_teacher=False, post="", hired_on=None)
    full_name = factory.Sequence(lambda n: f"Рощина Анна Петровна {n}")
    kinship = "мать"


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic
        django_get_or_create = ["code"]

    code = factory.Sequence(lambda n: f"topic{n}")
    area = "Взрослые"
    title = factory.Sequence(lambda n: f"Тема {n}")
    order = factory.Sequence(lambda n: n)


class TrainingFactory(DjangoModelFactory):
    """A lesson of the mentors' school, over since a month."""

    class Meta:
        model = Training

    title = "Как говорить с наставляемым"
    series = "Школа наставника"
    side = Side.MENTOR
    hours = 4
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    ends_on = factory.SelfAttribute("starts_on")


class ApplicationFactory(DjangoModelFactory):
    """Sent from the public page a moment ago; nobody has decided."""

    class Meta:
        model = Application

    full_name = "Лесная Дарья Кирилловна"
    about = "логопед из детского сада № 5"
    contact = "+7 900 000-77-01"
    consent_text = "Согласие"
    sender_hash = "0"
