"""What personal programmes hold about a person."""

from mentorship.people.own_data import BY_CONSENT
from mentorship.people.subject_data import Table, table


def register():
    """Called once at start-up; the words of a programme are about its mentee, so they go with either member."""
    table(
        "programmes",
        "Персонализированные программы",
        Table(
            "programs.PersonalProgramme",
            "bond__members__participation__person",
            wipe=("goal", "tasks", "remark"),
            files=("scan",),
        ),
        ground=BY_CONSENT,
        keeps="срок и день утверждения без имени: итоги прошлых лет",
        order=35,
    )
