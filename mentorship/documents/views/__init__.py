"""Pages of papers."""

from .acquaintance import acquaintance, acquaintance_sheet, note_signatures, take_signature_back, tap, unread
from .beginning import answer_again, begin
from .catalogue import catalogue, sample
from .copies import copy
from .downloads import docx, pdf, scan
from .editing import edit
from .journal import journal_export, journal_page, journal_pdf, storage_over, unreturned
from .lists import export, paper_list, print_pack, to_sign
from .papers import (
    attach_scan,
    change,
    discard,
    note_printed,
    paper,
    rebuild,
    register,
    return_with_remark,
    send,
    sign,
    storage,
    take_back,
    unchange,
)
from .rules import paper_settings, restore_standard, series_list, series_rule, settings_sample
from .scans import scan_drop, scan_file, scan_look, scan_place, scan_split, scan_turn, scans
from .wording import kind_wording, wording_version
from .works import work, work_list, work_result

__all__ = [
    "acquaintance",
    "acquaintance_sheet",
    "answer_again",
    "attach_scan",
    "begin",
    "catalogue",
    "change",
    "copy",
    "discard",
    "docx",
    "edit",
    "export",
    "journal_export",
    "journal_page",
    "journal_pdf",
    "kind_wording",
    "note_printed",
    "note_signatures",
    "paper",
    "paper_list",
    "paper_settings",
    "pdf",
    "print_pack",
    "rebuild",
    "register",
    "restore_standard",
    "return_with_remark",
    "sample",
    "scan",
    "scan_drop",
    "scan_file",
    "scan_look",
    "scan_place",
    "scan_split",
    "scan_turn",
    "scans",
    "send",
    "series_list",
    "series_rule",
    "settings_sample",
    "sign",
    "storage",
    "storage_over",
    "take_back",
    "take_signature_back",
    "tap",
    "to_sign",
    "unchange",
    "unread",
    "unreturned",
    "wording_version",
    "work",
    "work_list",
    "work_result",
]
