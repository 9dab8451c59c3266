"""Which help pages there are: code of the template → its title."""

PAGES = {
    "curator": "Куратору",
    "lists": "Загрузка списков из Excel",
    "director": "Руководителю",
    "secretary": "Делопроизводителю",
    "mentor": "Наставнику",
    "mentee": "Наставляемому",
    "organiser": "Ответственному по форме",
    "municipal": "Муниципальному координатору",
    "admin": "Администратору портала",
}
