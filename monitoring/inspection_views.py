"""The page where the set of papers for an inspection, or one PDF of all issued papers, is ordered."""

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse

from mentorship.cycle.models import Cycle
from mentorship.documents import works

from . import inspection, permissions


class InspectionForm(forms.Form):
    """Which cycle, whether the scans of consents go too, or no personal data at all."""

    cycle = forms.ModelChoiceField(
        Cycle.objects.none(), label="Цикл", empty_label=None, error_messages={"required": "Выберите цикл."}
    )
    with_consents = forms.BooleanField(
        label="Вложить сканы согласий",
        required=False,
        help_text="Без отметки в комплект войдёт только реестр: номер, кто, вид, срок.",
    )
    without_names = forms.BooleanField(
        label="Без персональных данных",
        required=False,
        help_text="Для тех, кому имена не нужны: вместо них роли, одни и те же во всём архиве. Сканы, согласия, соглашения и"
        " документы об отдельных людях не вложены, опись их называет. Прочитайте комплект перед отправкой: портал узнаёт"
        " имена, но не всё, что вписано в текст рукой.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cycle"].queryset = Cycle.objects.order_by("-starts_on")
        self.helper = FormHelper()
        self.helper.attrs = {"data-once": True}
        buttons = [
            StrictButton("Собрать комплект (ZIP)", type="submit", name="zip", value="1", css_class="btn-primary"),
            StrictButton(
                "Все документы одним PDF", type="submit", name="pdf", value="1", css_class="btn-outline-secondary"
            ),
        ]
        self.helper.layout = Layout(*self.fields, Div(*buttons, css_class="form-actions"))

    def clean(self):
        data = super().clean()
        if data.get("without_names") and data.get("with_consents"):
            self.add_error("with_consents", "Сканы согласий – персональные данные: оставьте одну из двух отметок.")
        if data.get("without_names") and "pdf" in self.data:
            self.add_error(
                "without_names", "Без персональных данных собирается архив (ZIP): снимите отметку или возьмите его."
            )
        return data


def collect(request):
    """Shows what is missing in the cycle chosen; a POST orders the ZIP or the PDF in the background."""
    if not permissions.can_collect(request.user):
        raise PermissionDenied
    form = InspectionForm(request.POST or None, initial={"cycle": Cycle.objects.current()})
    if form.is_valid():
        return redirect(_ordered(request, **form.cleaned_data))
    cycle = Cycle.objects.current()
    items = inspection.inventory(cycle, request.user) if cycle else []
    lacking = [item for item in items if item.section == inspection.MISSING]
    context = {"form": form, "cycle": cycle, "lacking": lacking, "there": len(items) - len(lacking)}
    return render(request, "monitoring/inspection.html", context)


def _ordered(request, cycle, **options):
    order = {"owner": request.user, "back_url": reverse("monitoring:inspection")}
    if "pdf" in request.POST:
        params = {"ids": inspection.paper_keys(cycle, request.user)}
        return works.start("issued_pack", title=f"Документы одним PDF: {cycle.title}", params=params, **order)
    params = {"cycle": cycle.pk, **options}
    return works.start("inspection_set", title=f"Комплект для проверки: {cycle.title}", params=params, **order)
