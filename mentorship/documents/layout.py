"""Numbers of the page: ГОСТ Р 7.0.97-2025 as defaults that an institution may change.

The standard is voluntary, the institution's own instruction on paperwork decides; so every number is
a field here and nowhere else. Lengths are millimetres, sizes of type points.
"""

from dataclasses import dataclass

A4 = (210, 297)
LETTER, CAPITAL = 0.48, 0.75  # mean widths of Cyrillic letters of the serif, em


@dataclass(frozen=True)
class Layout:
    """The look of a paper. ``ORDER`` is for what is kept over ten years, ``PLAIN`` for the rest.

    Source: ГОСТ Р 7.0.97-2025 (margins, page number, sizes 12–14, corner block of 80 mm); values that it
    leaves free (line height, indent, gaps) follow the custom of school papers.
    """

    label: str = "ГОСТ Р 7.0.97-2025"
    margin_left: float = 20
    margin_right: float = 10
    margin_top: float = 20
    margin_bottom: float = 20
    mirror: bool = False  # two-sided print: the margin of binding changes sides
    font: str = "Liberation Serif"
    docx_font: str = "Times New Roman"  # its metric twin, there in every Word
    size: float = 14
    size_table: float = 12
    size_note: float = 11
    size_hint: float = 9  # words under a line to fill by hand
    line_height: float = 1.15  # interval as Word counts it: 1 is single spacing
    line_height_block: float = 1.0  # реквизиты of several lines
    indent: float = 12.5
    heading_width: float = 80  # corner block
    heading_bold: bool = True
    letterhead_width: float = 120  # longitudinal block
    number_from_top: float = 10  # page number, from the upper edge of the sheet
    signature_gap: float = 12  # two or three single lines
    command_style: str = "caps"  # or "spaced": п р и к а з ы в а ю
    frame: bool = False  # an ornamental frame on each sheet, for certificates
    mark: str = ""  # of the institution, in the QR of its sheets, see ``codes``

    def __post_init__(self):
        if self.command_style not in ("caps", "spaced"):
            raise ValueError(f"Неизвестный вид слова «ПРИКАЗЫВАЮ»: {self.command_style}.")
        if min(self.margin_left, self.margin_right, self.margin_top, self.margin_bottom) < 5:
            raise ValueError("Поля листа не могут быть меньше 5 мм.")

    def page(self, orientation="portrait"):
        """Width and height of the sheet, mm."""
        return A4 if orientation == "portrait" else A4[::-1]

    def margins(self, orientation="portrait"):
        """Top, right, bottom, left in mm; a landscape sheet is the portrait one turned clockwise.

        So the margin of binding lies at the top of a landscape sheet, where it is filed.
        """
        upright = (self.margin_top, self.margin_right, self.margin_bottom, self.margin_left)
        return upright if orientation == "portrait" else (upright[3], *upright[:3])

    def text_width(self, orientation="portrait"):
        """Width of the column of text, mm."""
        _, right, _, left = self.margins(orientation)
        return self.page(orientation)[0] - left - right

    def label_percent(self, label):
        """Part of a line that the label before it takes; 100 when it has none or is so long that it stands above.

        A guess by the letters: measuring them costs the press a third of its time.
        """
        letters = sum(CAPITAL if letter.isupper() else LETTER for letter in label) + CAPITAL
        percent = round(100 * letters * self.size * 25.4 / 72 / self.text_width())
        return percent if label and percent <= 60 else 100

    def command(self, text):
        """The commanding word as this layout writes it (the gaps of «spaced» are no characters)."""
        return text.upper() if self.command_style == "caps" else text.lower()


PLAIN = Layout()
ORDER = Layout(margin_left=30)  # stored over ten years: not less than 30 mm to bind
