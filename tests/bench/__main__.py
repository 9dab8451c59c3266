"""``make bench``: one table of pages at three sizes, one of papers, import and report."""

import json
import subprocess
import sys

from tests.bench.size_titles import TITLES


def child(*arguments):
    """What a measurement printed, in a process of its own so that none warms another up."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.run", *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def show_pages():
    found = {size: child("pages", size) for size in TITLES}
    print(f"{'Страница':<26}" + "".join(f"{title:>28}" for title in TITLES.values()))
    print(f"{'':<26}" + f"{'p50 мс':>10}{'p95 мс':>10}{'запр.':>8}" * len(TITLES))
    grown = []
    for page in next(iter(found.values())):
        cells = [found[size][page] for size in TITLES]
        print(f"{page:<26}" + "".join(f"{p50:>10.1f}{p95:>10.1f}{queries:>8}" for p50, p95, queries in cells))
        if len({queries for _, _, queries in cells}) > 1:
            grown.append(page)
    print("Число запросов одинаково при всех размерах." if not grown else "Число запросов растёт: " + ", ".join(grown))


def show_papers():
    found = child("papers")
    seconds, pages = found["order"]
    print(f"\nПриказ в PDF: {seconds:.2f} с, страниц {pages} ({pages / seconds:.1f} стр/с)")
    print(f"Пакет согласий: {found['pages']} стр, {found['ours']:.1f} стр/с", end="")
    if found["office"]:
        print(f"; LibreOffice из DOCX {found['office']:.1f} стр/с; отношение {found['ours'] / found['office']:.1f}")
    else:
        print("; LibreOffice не установлен, сравнения нет")
    seconds, pages = found["merged"]
    print(f"200 изданных документов одним PDF: {seconds:.2f} с процессора, страниц {pages}")
    speed, pages = found["kinds"]
    print(f"Пакет, где каждый документ другого вида: {pages} стр, {speed:.1f} стр/с")
    speed, told, sheets = found["scans"]
    print(f"Стопка сканов: {speed:.1f} листов/с, код узнан у {told} из {sheets}")
    print(f"Подписание приказа в базе: {found['signing'] * 1000:.0f} мс")


def show_import():
    print("Загрузка списка:")
    for rows, read, write in child("import_and_report", "import"):
        print(
            f"  {rows} строк: чтение и проверка {rows / read:.0f} строк/с, запись {rows / write:.0f} строк/с"
            f" (одной транзакцией за {write:.2f} с)"
        )


def show_reports():
    print("Годовой отчёт:")
    for size in TITLES:
        title, build, spent, pages = child("import_and_report", "report", size)
        print(f"  {title}: составление {build:.2f} с, PDF {spent:.2f} с, страниц {pages}")


def show_case_forms():
    forms, right, blind = child("case_forms")
    print(
        f"Падежные формы: верно {right} из {forms} ({100 * right / forms:.1f} %), неверно и без предупреждения {blind}"
    )


if __name__ == "__main__":
    show_pages()
    show_papers()
    show_import()
    show_reports()
    show_case_forms()
