"""A small institution with one object of every kind, and the people who try to open them."""

import io
from types import SimpleNamespace

from django.utils import timezone
from PIL import Image

from mentorship.accounts.models import Role, SavedView
from mentorship.documents import blocks, files
from mentorship.documents import workflow as documents
from mentorship.documents.models import Acquaintance, BackgroundWork, KindWording, Paper, PaperChange, WaitingScan
from mentorship.institution.models import QuietPeriod, Rules
from mentorship.people import workflow as people
from mentorship.people.models import DataTask
from mentorship.registry.models import Side
from mentorship.surveys import workflow as surveys
from mentorship.surveys.models import Questionnaire
from monitoring.models import Award
from pairs import papers
from pairs import workflow as pairs
from pairs.models import Agreement
from programs.models import PersonalProgramme
from tests import factories
from tests.people.sheets import staff_list


def make_world():
    """One pair with everything that belongs to it, another pair beside it, and an account for every actor."""
    factories.InstitutionFactory()
    world = SimpleNamespace()
    world.cycle = factories.CycleFactory()
    world.bond = factories.BondFactory(
        cycle=world.cycle, active=True, form=factories.FormFactory(code="partner_teacher")
    )
    world.other_bond = factories.BondFactory(
        cycle=world.cycle, active=True, form=factories.FormFactory(code="head_teacher")
    )
    world.actors = {role.value: factories.UserFactory(roles=[role]) for role in Role}
    for name, bond, side in (
        ("mentor", world.bond, Side.MENTOR),
        ("mentee", world.bond, Side.MENTEE),
        ("other", world.other_bond, Side.MENTOR),
    ):
        person = bond.side(side)[0]
        person.user = world.actors[name] = factories.UserFactory(full_name=person.full_name)
        person.save()
    world.actors["stranger"] = factories.UserFactory()
    world.account = factories.UserFactory()
    world.grant = factories.UserFactory(roles=[Role.CURATOR]).role_grants.get()
    world.quiet_period = QuietPeriod.objects.create(
        title="Каникулы", starts_on=world.cycle.starts_on, ends_on=world.cycle.starts_on
    )
    world.participation = world.bond.members.get(side=Side.MENTEE).participation
    world.person = world.participation.person
    world.consent = world.person.consents.first()
    world.guardian, world.partner = factories.GuardianFactory(), factories.PartnerFactory()
    world.meeting = factories.MeetingFactory(bond=world.bond, logged_by=world.actors["mentor"])
    world.activity = factories.ActivityFactory(stage=factories.StageFactory(cycle=world.cycle))
    world.item = world.activity.items.create(order=1, title="собрать согласия")
    add_wave(world)
    add_papers(world)
    add_order(world)
    add_appointment(world)
    add_waiting_scan(world)
    world.wording = KindWording.objects.create(kind="order_curator", version=1, by=world.actors["curator"])
    add_programme(world)
    add_people(world)
    add_registry(world)
    add_agreement(world)
    return world


def add_papers(world):
    """A paper before the head, an issued one that the pair's mentor may read, and a finished work of the curator."""
    text = [blocks.heading("О закреплении пар"), blocks.item("Закрепить пары.")]
    about = {"kind": "order_pairs", "blocks": text, "subject": world.cycle, "prepared_by": world.actors["curator"]}
    world.paper = Paper.objects.create(title="О новом", state="on_signature", sent_at=timezone.now(), **about)
    world.issued = Paper.objects.create(title="Об изданном", state="issued", issued_on="2026-09-01", **about)
    world.issued.readers.add(world.actors["mentor"])
    file = files.store(b"%PDF-1.7", name="скан.pdf", content_type=files.PDF, by=None)
    world.issued.pdf = world.issued.scan = file
    world.issued.save()
    world.reader_line = Acquaintance.objects.create(
        paper=world.issued, name="Белова Мария", user=world.actors["mentor"]
    )
    draft = Paper.objects.create(title="Об изменении", **about)
    world.change = PaperChange.objects.create(paper=draft, changed=world.issued)
    world.evidence_file = world.activity.files.create(file=file, title="Протокол")
    award = {"person": world.bond.mentors[0], "cycle": world.cycle, "reason": "за терпение"}
    world.award = Award.objects.create(kind=Award.Kind.THANKS, paper=world.issued, **award)
    world.work = BackgroundWork.objects.create(
        title="Пачка", job="papers_to_sign", state="done", result=file, owner=world.actors["curator"]
    )


def add_wave(world):
    """A closing questionnaire: the pair's mentee is still to answer, the other pair's has answered."""
    surveys.load_questionnaires()
    world.wave = surveys.open_wave(
        Questionnaire.objects.get(code="Q12E"),
        subject=world.cycle,
        people=[*world.bond.mentees, *world.other_bond.mentees],
        closes_on=world.cycle.ends_on,
        by=world.actors["curator"],
    )
    world.invitation = world.wave.invitations.get(person__in=world.bond.mentees)
    world.answered = world.wave.invitations.exclude(pk=world.invitation.pk).get()
    surveys.answer(world.answered, {})


def add_order(world):
    """A draft of the order on a third pair, proposed."""
    bond = factories.BondFactory(cycle=world.cycle)
    options = papers.Options(curator=bond.mentors[0].pk).as_json()
    world.order = pairs.draft_order(world.cycle, [bond], world.actors["curator"], options)


def add_appointment(world):
    """A draft of the order that appoints the curator, with the answers it was written from."""
    answers = {"curator": world.bond.mentors[0].pk, "since": "2026-09-01"}
    about = {"subject": world.cycle, "by": world.actors["curator"]}
    paper = documents.draft("order_curator", title="О назначении куратора", options=answers, **about)
    world.appointment = documents.rebuild(paper, by=world.actors["curator"])


def add_waiting_scan(world):
    """A dropped scan that waits to be attached."""
    sheet = Image.new("L", (30, 40), "white")
    pages = io.BytesIO()
    sheet.save(pages, "PDF", save_all=True, append_images=[sheet])
    stored = files.store(pages.getvalue(), name="скан.pdf", content_type=files.PDF, by=None)
    world.waiting_scan = WaitingScan.objects.create(file=stored, name="скан.pdf", is_read=True, pages=2)


def add_people(world):
    """The scan of the mentee's consent and a staff list on its way in."""
    consent = world.consent
    consent.scan = files.store(b"%PDF-1.7", name="скан.pdf", content_type=files.PDF, by=None)
    consent.save()
    today = timezone.localdate()
    world.data_task = DataTask.objects.create(person=world.person, kind="answer", due_on=today)
    gone = factories.PersonFactory(left_on=today)
    commission = [
        {"name": "Петрова Анна Сергеевна", "post": "заведующий"},
        {"name": "Орлова Вера Ильинична", "post": "методист"},
    ]
    people.plan_destruction(gone, reason="purpose", commission=commission, by=world.actors["curator"])
    world.unneeded = gone
    world.import_run = people.start_import(staff_list(), "список.xlsx", by=world.actors["curator"])


def add_programme(world):
    """The pair's programme, written and not yet sent, with a scan."""
    bond = world.bond
    texts = {"goal": "Вести собрания", "tasks": "Готовиться", "starts_on": bond.starts_on, "ends_on": bond.ends_on}
    world.personal = PersonalProgramme.objects.create(bond=bond, scan=world.issued.scan, **texts)


def add_agreement(world):
    """The mentor's agreement that was signed on paper, with its scan."""
    days = {"signed_on": world.bond.starts_on, "starts_on": world.bond.starts_on, "ends_on": world.bond.ends_on}
    pay = {"pay": "none", "no_pay_reason": "входит в оклад", "scan": world.consent.scan}
    world.agreement = Agreement.objects.create(bond=world.bond, outside_number="7", **days, **pay)


def add_registry(world):
    """The mentee's request, a training with the scan of a certificate, an application; the curator's view of a list."""
    world.request = world.participation.requests.create(words="Трудно вести собрания")
    training = factories.TrainingFactory()
    world.training_record = training.records.create(person=world.person, scan=world.consent.scan)
    world.application = factories.ApplicationFactory()
    Rules(takes_applications=True).save()
    world.saved_view = SavedView.objects.create(user=world.actors["curator"], code="people", title="Мой вид")
