"""Every act on a paper: drafted, edited, sent to the head, signed, numbered, kept. One verb, one function."""

from .acquainting import note_signatures, open_to, take_signature_back, tap
from .changing import change, unchange
from .desk import discard, return_with_remark, send, take_back
from .issuing import (
    AlreadyIssued,
    DateError,
    NeedsConsent,
    NumberError,
    OldYear,
    issue,
    next_number,
    numbering,
    register,
)
from .keeping import attach_scan, file_name, keep_pdf, note_printed, put_on_file
from .obstacles import missing
from .own_wording import OwnWordingError, bring_wording_back, save_wording
from .rules import restore_standard, save_rule, save_settings
from .scanning import (
    Doubtful,
    drop_scan,
    place_scan,
    remember_doubt,
    return_scan,
    sort_scan,
    split_scan,
    take_scans,
    turn_scan,
)
from .wording import WordingError, answer_again, begin, draft, edit, rebuild

__all__ = [
    "AlreadyIssued",
    "DateError",
    "Doubtful",
    "NeedsConsent",
    "NumberError",
    "OldYear",
    "OwnWordingError",
    "WordingError",
    "answer_again",
    "attach_scan",
    "begin",
    "bring_wording_back",
    "change",
    "discard",
    "draft",
    "drop_scan",
    "edit",
    "file_name",
    "issue",
    "keep_pdf",
    "missing",
    "next_number",
    "note_printed",
    "note_signatures",
    "numbering",
    "open_to",
    "place_scan",
    "put_on_file",
    "rebuild",
    "register",
    "remember_doubt",
    "restore_standard",
    "return_scan",
    "return_with_remark",
    "save_rule",
    "save_settings",
    "save_wording",
    "send",
    "sort_scan",
    "split_scan",
    "take_back",
    "take_scans",
    "take_signature_back",
    "tap",
    "turn_scan",
    "unchange",
]
