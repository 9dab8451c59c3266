"""Pages of papers."""

from .downloads import docx, pdf, scan
from .editing import edit
from .lists import export, paper_list, print_pack, to_sign
from .papers import attach_scan, discard, paper, rebuild, return_with_remark, send, sign, take_back
from .works import work, work_list, work_result

__all__ = [
    "attach_scan",
    "discard",
    "docx",
    "edit",
    "export",
    "paper",
    "paper_list",
    "pdf",
    "print_pack",
    "rebuild",
    "return_with_remark",
    "scan",
    "send",
    "sign",
    "take_back",
    "to_sign",
    "work",
    "work_list",
    "work_result",
]
