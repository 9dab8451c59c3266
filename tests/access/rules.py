"""The table of rules: every address of the portal, who may GET it and who may POST to it.

A pattern that the table does not name fails the build (trust.md A-01, A-07). Actors are described in ``world.py``:
``curator director admin organiser municipal`` hold a role; ``mentor`` and ``mentee`` are the two sides of the pair whose
objects are asked for; ``other`` is a mentor of another pair; ``stranger`` has signed in and is nobody else.
Who is not named gets 403 or 404; who has not signed in is led to the sign-in.
"""

from collections.abc import Callable
from dataclasses import dataclass

NOBODY = ""
SIGNED_IN = "curator director admin organiser municipal mentor mentee other stranger"
KEEPERS = "curator"
PARTICIPANTS = "mentor mentee other"


@dataclass(frozen=True)
class Rule:
    """Who may ``get`` and ``post`` (names separated by blanks; None: the method is not there, 405).

    ``args`` takes the world and gives the address's arguments; ``public`` opens it to those who have not signed in.
    """

    get: str | None = SIGNED_IN
    post: str | None = None
    args: Callable = lambda world: ()
    public: bool = False


RULES = {
    # --- accounts ---------------------------------------------------------------------------------------
    "accounts:login": Rule(SIGNED_IN, SIGNED_IN, public=True),
    "accounts:logout": Rule(None, SIGNED_IN, public=True),
    "accounts:access": Rule(SIGNED_IN, SIGNED_IN, public=True),
    "accounts:profile": Rule(SIGNED_IN),
    "accounts:set_password": Rule(SIGNED_IN, SIGNED_IN),
    "accounts:sign_out_everywhere": Rule(None, SIGNED_IN),
    "accounts:notices": Rule(SIGNED_IN, SIGNED_IN),
    "accounts:list_columns": Rule(None, SIGNED_IN, args=lambda world: ["people"]),
    "accounts:list_view_save": Rule(None, SIGNED_IN, args=lambda world: ["people"]),
    "accounts:list_view_remove": Rule(None, "curator", args=lambda world: [world.saved_view.pk]),
    "accounts:list": Rule("curator admin"),
    "accounts:add": Rule("admin", "admin"),
    "accounts:account": Rule("curator admin", "admin", args=lambda world: [world.account.pk]),
    "accounts:active": Rule(None, "admin", args=lambda world: [world.account.pk]),
    "accounts:slip": Rule(None, "curator admin", args=lambda world: [world.account.pk]),
    "accounts:role_end": Rule(None, "admin", args=lambda world: [world.grant.pk]),
    "accounts:journal": Rule("admin director"),
    "accounts:journal_export": Rule("admin director"),
    # --- institution ------------------------------------------------------------------------------------
    "institution:card": Rule("curator admin director", "curator admin"),
    "institution:rules": Rule("curator admin director", "curator admin"),
    "institution:calendar": Rule("curator admin director", "curator admin"),
    "institution:partners": Rule("curator admin director"),
    "institution:partner": Rule("curator admin director", args=lambda world: [world.partner.pk]),
    "institution:partner_add": Rule("curator admin", "curator admin"),
    "institution:partner_edit": Rule("curator admin", "curator admin", args=lambda world: [world.partner.pk]),
    "institution:quiet_period_remove": Rule(None, "curator admin", args=lambda world: [world.quiet_period.pk]),
    # --- documents --------------------------------------------------------------------------------------
    "documents:list": Rule(SIGNED_IN),
    "documents:export": Rule(SIGNED_IN),
    "documents:to_sign": Rule("curator director"),
    "documents:print_pack": Rule(None, "curator director"),
    "documents:works": Rule(SIGNED_IN),
    "documents:work": Rule("curator", args=lambda world: [world.work.key]),
    "documents:work_result": Rule("curator", args=lambda world: [world.work.key]),
    "documents:begin": Rule("curator", "curator", args=lambda world: ["order_curator"]),
    "documents:answer_again": Rule("curator", "curator", args=lambda world: [world.appointment.pk]),
    "documents:paper": Rule("curator director", args=lambda world: [world.paper.pk]),
    "documents:edit": Rule("curator", "curator", args=lambda world: [world.paper.pk]),
    "documents:rebuild": Rule("curator", "curator", args=lambda world: [world.paper.pk]),
    "documents:send": Rule(None, "curator", args=lambda world: [world.paper.pk]),
    "documents:take_back": Rule(None, "curator", args=lambda world: [world.paper.pk]),
    "documents:return": Rule(None, "director", args=lambda world: [world.paper.pk]),
    "documents:sign": Rule(None, "director", args=lambda world: [world.paper.pk]),
    "documents:discard": Rule("curator", "curator", args=lambda world: [world.paper.pk]),
    "documents:scan": Rule("curator director mentor", args=lambda world: [world.issued.pk]),
    "documents:attach_scan": Rule(None, "curator", args=lambda world: [world.issued.pk]),
    "documents:pdf": Rule("curator director mentor", args=lambda world: [world.issued.pk]),
    "documents:docx": Rule("curator director mentor", args=lambda world: [world.issued.pk]),
    # --- people -----------------------------------------------------------------------------------------
    "people:list": Rule("curator director"),
    "people:export": Rule("curator director"),
    "people:add": Rule("curator", "curator"),
    "people:me": Rule(SIGNED_IN),
    "people:person": Rule("curator director mentee", args=lambda world: [world.person.pk]),
    "people:edit": Rule("curator", "curator", args=lambda world: [world.person.pk]),
    "people:correct_form": Rule(None, "curator", args=lambda world: [world.person.pk]),
    "people:check_forms": Rule(None, "curator", args=lambda world: [world.person.pk]),
    "people:return": Rule("curator", "curator", args=lambda world: [world.person.pk]),
    "people:transfer": Rule("curator", "curator", args=lambda world: [world.person.pk]),
    "people:guardian_add": Rule("curator", "curator", args=lambda world: [world.guardian.child_id]),
    "people:guardian": Rule("curator", "curator", args=lambda world: [world.guardian.child_id, world.guardian.pk]),
    "people:guardian_remove": Rule(None, "curator", args=lambda world: [world.guardian.child_id, world.guardian.pk]),
    "people:doubles": Rule("curator"),
    "people:merge": Rule("curator", "curator", args=lambda world: [world.person.pk, world.guardian.child_id]),
    "people:tell_apart": Rule(None, "curator", args=lambda world: [world.person.pk, world.guardian.child_id]),
    "people:give_access": Rule(None, "curator", args=lambda world: [world.person.pk]),
    "people:leave": Rule("curator", "curator", args=lambda world: [world.person.pk]),
    "people:consent_prepare": Rule(None, "curator", args=lambda world: [world.person.pk]),
    "people:import": Rule("curator", "curator"),
    "people:import_columns": Rule("curator", "curator", args=lambda world: [world.import_run.pk]),
    "people:import_check": Rule("curator", "curator", args=lambda world: [world.import_run.pk]),
    "people:import_fix": Rule(None, "curator", args=lambda world: [world.import_run.pk]),
    "people:import_undo": Rule(None, "curator", args=lambda world: [world.import_run.pk]),
    "people:import_problems": Rule("curator", args=lambda world: [world.import_run.pk]),
    "people:import_report": Rule("curator", args=lambda world: [world.import_run.pk]),
    "people:consents": Rule("curator director", "curator"),
    "people:consents_export": Rule("curator director"),
    "people:consents_print": Rule("curator", "curator"),
    "people:consent": Rule("curator director mentee", args=lambda world: [world.consent.pk]),
    "people:consent_pdf": Rule("curator director mentee", args=lambda world: [world.consent.pk]),
    "people:consent_docx": Rule("curator director mentee", args=lambda world: [world.consent.pk]),
    "people:consent_sign": Rule(None, "curator", args=lambda world: [world.consent.pk]),
    "people:consent_attach": Rule(None, "curator", args=lambda world: [world.consent.pk]),
    "people:consent_scan": Rule("curator director mentee", args=lambda world: [world.consent.pk]),
    "people:consent_withdraw": Rule("curator", "curator", args=lambda world: [world.consent.pk]),
    # --- surveys ----------------------------------------------------------------------------------------
    "surveys:list": Rule("curator director"),
    "surveys:mine": Rule(SIGNED_IN),
    "surveys:answer": Rule("curator mentee", "curator mentee", args=lambda world: [world.invitation.pk]),
    "surveys:single": Rule("curator", args=lambda world: [world.answered.pk]),
    "surveys:link": Rule(NOBODY, args=lambda world: ["unknown"], public=True),
    "surveys:by_link": Rule(NOBODY, NOBODY, public=True),
    "surveys:thanks": Rule(SIGNED_IN, public=True),
    "surveys:wave": Rule("curator director", args=lambda world: [world.wave.pk]),
    "surveys:close": Rule(None, "curator", args=lambda world: [world.wave.pk]),
    "surveys:reopen": Rule(None, "curator", args=lambda world: [world.wave.pk]),
    "surveys:links": Rule(None, "curator", args=lambda world: [world.wave.pk]),
    "surveys:blank": Rule("curator", args=lambda world: [world.wave.pk]),
    # --- cycle ------------------------------------------------------------------------------------------
    "cycle:home": Rule("curator director admin organiser municipal mentor mentee other"),
    "cycle:open": Rule("curator", "curator"),
    "cycle:roadmap": Rule(
        "curator director admin organiser municipal mentor mentee other", args=lambda world: [world.cycle.pk]
    ),
    "cycle:xlsx": Rule("curator director admin organiser mentor mentee other", args=lambda world: [world.cycle.pk]),
    "cycle:arrange": Rule("curator", args=lambda world: [world.cycle.pk]),
    "cycle:close": Rule("curator", "curator", args=lambda world: [world.cycle.pk]),
    "cycle:reopen": Rule(None, "curator", args=lambda world: [world.cycle.pk]),
    "cycle:stage_add": Rule("curator", "curator", args=lambda world: [world.cycle.pk]),
    "cycle:programme": Rule("curator", "curator", args=lambda world: [world.cycle.programme_id]),
    "cycle:stage_edit": Rule("curator", "curator", args=lambda world: [world.activity.stage_id]),
    "cycle:stage_move": Rule(None, "curator", args=lambda world: [world.activity.stage_id]),
    "cycle:activity_add": Rule("curator", "curator", args=lambda world: [world.activity.stage_id]),
    "cycle:activity": Rule(
        "curator director admin organiser mentor mentee other", args=lambda world: [world.activity.pk]
    ),
    "cycle:activity_edit": Rule("curator", "curator", args=lambda world: [world.activity.pk]),
    "cycle:activity_move": Rule(None, "curator", args=lambda world: [world.activity.pk]),
    "cycle:activity_hide": Rule(None, "curator", args=lambda world: [world.activity.pk]),
    "cycle:activity_restore": Rule(None, "curator", args=lambda world: [world.activity.pk]),
    "cycle:activity_close": Rule(None, "curator", args=lambda world: [world.activity.pk]),
    "cycle:activity_reopen": Rule(None, "curator", args=lambda world: [world.activity.pk]),
    "cycle:file_add": Rule(None, "curator", args=lambda world: [world.activity.pk]),
    "cycle:item_tick": Rule(None, "curator", args=lambda world: [world.item.pk]),
    "cycle:file": Rule("curator director admin organiser", args=lambda world: [world.evidence_file.pk]),
    "cycle:file_remove": Rule(None, "curator", args=lambda world: [world.evidence_file.pk]),
    # --- registry ---------------------------------------------------------------------------------------
    "registry:mentors": Rule("curator director admin organiser"),
    "registry:mentees": Rule("curator director admin organiser"),
    "registry:export_mentors": Rule("curator director admin organiser"),
    "registry:export_mentees": Rule("curator director admin organiser"),
    "registry:enrol_mentors": Rule("curator", "curator"),
    "registry:enrol_mentees": Rule("curator", "curator"),
    "registry:accept_mentors": Rule(None, "curator admin"),
    "registry:accept_mentees": Rule(None, "curator admin"),
    "registry:participation": Rule(
        "curator director admin organiser mentee", args=lambda world: [world.participation.pk]
    ),
    "registry:edit": Rule("curator admin", "curator admin", args=lambda world: [world.participation.pk]),
    "registry:accept": Rule(None, "curator admin", args=lambda world: [world.participation.pk]),
    "registry:leave": Rule("curator admin", "curator admin", args=lambda world: [world.participation.pk]),
    "registry:rest": Rule("curator admin", "curator admin", args=lambda world: [world.participation.pk]),
    "registry:end_rest": Rule(None, "curator admin", args=lambda world: [world.participation.pk]),
    "registry:print_mentors": Rule("curator director", args=lambda world: ["xlsx"]),
    "registry:print_mentees": Rule("curator director", args=lambda world: ["xlsx"]),
    "registry:review_mentors": Rule("curator", "curator"),
    "registry:review_mentees": Rule("curator", "curator"),
    "registry:confirm_mentors": Rule(None, "curator"),
    "registry:confirm_mentees": Rule(None, "curator"),
    "registry:select_mentors": Rule(None, "curator"),
    "registry:approve_mentors": Rule(None, "curator"),
    "registry:approve_mentees": Rule(None, "curator"),
    "registry:compare": Rule("curator director"),
    "registry:gaps": Rule("curator director admin organiser"),
    "registry:interview": Rule("curator", "curator", args=lambda world: [world.participation.pk]),
    "registry:scores": Rule("curator", "curator", args=lambda world: [world.participation.pk]),
    "registry:select": Rule(None, "curator", args=lambda world: [world.participation.pk]),
    "registry:deselect": Rule("curator", "curator", args=lambda world: [world.participation.pk]),
    "registry:strengths": Rule("curator admin", "curator admin", args=lambda world: [world.participation.pk]),
    "registry:add_request": Rule(None, "curator admin", args=lambda world: [world.participation.pk]),
    "registry:edit_request": Rule("curator admin", "curator admin", args=lambda world: [world.request.pk]),
    "registry:solve_request": Rule(None, "curator admin", args=lambda world: [world.request.pk]),
    "registry:remove_request": Rule(None, "curator admin", args=lambda world: [world.request.pk]),
    "registry:trainings": Rule("curator director"),
    "registry:export_trainings": Rule("curator director"),
    "registry:internship_places": Rule("curator director"),
    "registry:add_training": Rule("curator", "curator"),
    "registry:training": Rule(
        "curator director mentee", "curator", args=lambda world: [world.training_record.training_id]
    ),
    "registry:edit_training": Rule("curator", "curator", args=lambda world: [world.training_record.training_id]),
    "registry:training_people": Rule("curator", "curator", args=lambda world: [world.training_record.training_id]),
    "registry:remove_record": Rule(None, "curator", args=lambda world: [world.training_record.pk]),
    "registry:record_scan": Rule("curator director mentee", args=lambda world: [world.training_record.pk]),
    # --- pairs ------------------------------------------------------------------------------------------
    "pairs:list": Rule(SIGNED_IN),
    "pairs:export": Rule("curator director organiser"),
    "pairs:new": Rule("curator organiser", "curator organiser"),
    "pairs:draft_order": Rule("curator", "curator"),
    "pairs:refresh_annex": Rule("curator", "curator", args=lambda world: [world.order.pk]),
    "pairs:bond": Rule("curator director mentor mentee", args=lambda world: [world.bond.pk]),
    "pairs:edit": Rule("curator", "curator", args=lambda world: [world.bond.pk]),
    "pairs:cancel": Rule("curator", "curator", args=lambda world: [world.bond.pk]),
    "pairs:end": Rule("curator", "curator", args=lambda world: [world.bond.pk]),
    "pairs:was_meeting": Rule(SIGNED_IN),
    "pairs:meetings": Rule("curator director organiser"),
    "pairs:journal": Rule("curator organiser"),
    "pairs:export_journal": Rule("curator organiser"),
    "pairs:meeting": Rule("curator mentor mentee", args=lambda world: [world.meeting.pk]),
    "pairs:edit_meeting": Rule("mentor", "mentor", args=lambda world: [world.meeting.pk]),
    "pairs:cancel_meeting": Rule("mentor", "mentor", args=lambda world: [world.meeting.pk]),
    "pairs:mark_meeting": Rule(None, "mentee", args=lambda world: [world.meeting.pk]),
    "pairs:bond_meetings": Rule("curator director mentor mentee", args=lambda world: [world.bond.pk]),
    "pairs:add_meeting": Rule("mentor", "mentor", args=lambda world: [world.bond.pk]),
    "pairs:share_agreements": Rule(None, "mentor", args=lambda world: [world.bond.pk]),
    "pairs:export_bond": Rule("curator mentor", args=lambda world: [world.bond.pk]),
    # --- programs ---------------------------------------------------------------------------------------
    "programs:list": Rule("curator director organiser"),
    "programs:of_bond": Rule("curator director mentor mentee", "mentor", args=lambda world: [world.bond.pk]),
    "programs:enter_approved": Rule("curator", "curator", args=lambda world: [world.bond.pk]),
    "programs:programme": Rule("curator director mentor mentee", args=lambda world: [world.personal.pk]),
    "programs:send": Rule(None, "mentor", args=lambda world: [world.personal.pk]),
    "programs:approve": Rule(None, "director", args=lambda world: [world.personal.pk]),
    "programs:return": Rule(None, "director", args=lambda world: [world.personal.pk]),
    "programs:scan": Rule("curator director mentor mentee", args=lambda world: [world.personal.pk]),
    # --- monitoring -------------------------------------------------------------------------------------
    "monitoring:indicators": Rule("curator director municipal"),
    "monitoring:export": Rule("curator director municipal"),
    "monitoring:figure": Rule("curator director municipal", args=lambda world: [world.cycle.pk, "I07"]),
    "monitoring:targets": Rule("curator", "curator", args=lambda world: [world.cycle.pk]),
    "monitoring:ask": Rule("curator", "curator"),
    "monitoring:report": Rule("curator director"),
    "monitoring:report_of": Rule("curator director", "curator", args=lambda world: [world.cycle.pk]),
    # --- portal -----------------------------------------------------------------------------------------
    "portal:home": Rule(SIGNED_IN),
    "portal:search": Rule(SIGNED_IN),
    "portal:help": Rule(SIGNED_IN),
    "portal:help_page": Rule(SIGNED_IN, args=lambda world: ["mentor"]),
    "portal:system": Rule("admin"),
    "portal:health": Rule(SIGNED_IN, public=True),
    "portal:start": Rule(SIGNED_IN, SIGNED_IN, public=True),
    "portal:start_card": Rule(NOBODY, NOBODY),
    "portal:start_accounts": Rule(NOBODY, NOBODY),
    "portal:start_model": Rule(NOBODY, NOBODY),
}
