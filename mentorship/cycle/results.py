"""Words for what stands in a roadmap as codes: kinds of results and roles of those who answer for a row.

Source of the kinds: methodology.md 6.6, documents and aliases; of the roles: 2.1–2.5.
"""

RESULTS = {
    "order_implement": "Приказ о внедрении целевой модели",
    "order_regulation": "Приказ об утверждении положения",
    "regulation": "Положение о наставничестве",
    "roadmap": "Дорожная карта",
    "programme": "Программа наставничества",
    "order_curator": "Приказ о назначении куратора",
    "incentives_regulation": "Положение о поощрении",
    "minutes": "Протокол педсовета или совещания",
    "pd_consent": "Согласия на обработку персональных данных",
    "pd_publish_consent": "Согласия на размещение на сайте",
    "guardian_consent": "Согласия родителей",
    "mentor_consent": "Письменные согласия наставников",
    "mentee_consent": "Письменные согласия наставляемых",
    "labour_agreement": "Дополнительные соглашения о наставничестве",
    "agreement_external": "Договор между учреждениями",
    "mentee_bank": "База наставляемых",
    "mentor_bank": "База наставников",
    "mentor_bank_staff": "База наставников: работники учреждения",
    "mentor_bank_pupils": "База наставников: обучающиеся",
    "mentor_bank_parents": "База наставников: родители",
    "mentor_bank_outside": "База наставников: из других организаций",
    "mentor_registry_order": "Приказ об утверждении реестра наставников",
    "training": "Обучение наставников",
    "meeting_scenario": "Сценарий групповой встречи",
    "memo": "Памятки участникам",
    "order_pairs": "Приказ о наставнических парах и группах",
    "order_council": "Приказ о рабочей группе или совете наставников",
    "order_access": "Приказ о доступе к персональным данным",
    "order_training": "Приказ об обучении наставников",
    "order_programmes": "Приказ об утверждении программ",
    "order_payment": "Приказ о выплатах за наставничество",
    "order_monitoring": "Приказ о проведении мониторинга",
    "order_results": "Приказ об итогах программы",
    "order_site": "Приказ о размещении материалов на сайте",
    "order_replace": "Приказ о замене наставника",
    "personal_programme": "Персонализированные программы",
    "ipr": "Планы индивидуального развития",
    "meeting_plan": "План встреч",
    "meeting_record": "Записи о встречах",
    "meeting_log": "Журнал встреч",
    "stage_note": "Справка по итогам этапа",
    "questionnaire": "Ответы на анкету",
    "needs_report": "Отчёт по анкетам потребностей",
    "training_needs_report": "Отчёт о потребностях в обучении",
    "match_report": "Сопоставление анкет",
    "monitoring_report": "Отчёт по мониторингу",
    "interim_report": "Промежуточный отчёт",
    "mentor_report": "Отчёты наставников",
    "satisfaction_analysis": "Анализ удовлетворённости",
    "final_report": "Итоговый отчёт",
    "award": "Награждение",
    "order_award": "Приказ о поощрении",
    "certificate": "Грамоты и благодарности",
    "best_practice": "База лучших практик",
    "publication": "Публикация",
    "site_section": "Раздел «Наставничество» на сайте",
    "payment": "Условия оплаты наставничества",
}

# Results that are nothing but the answers of the row's questionnaire: its closing gives them.
FROM_ANSWERS = {"questionnaire", "satisfaction_analysis"}

# Results of a stage: a paper about one stage proves only the rows of that stage (methodology.md 6.6, aliases).
PER_STAGE = {"stage_note", "interim_report", "monitoring_report"}

ROLE_WORDS = {
    "director": "руководитель",
    "deputy": "заместитель руководителя",
    "curator": "куратор",
    "form_lead": "ответственный по форме",
    "org_team": "рабочая группа",
    "pedsovet": "педагогический совет",
    "mentor": "наставники",
    "mentee": "наставляемые",
    "admin": "администратор портала",
}


def title(code: str) -> str:
    """The kind of result in Russian; an unknown code, kept from elsewhere, speaks for itself."""
    return RESULTS.get(code, code)


def roles_in_words(codes) -> str:
    """«куратор, наставники» from role codes."""
    return ", ".join(ROLE_WORDS.get(code, code) for code in codes)
