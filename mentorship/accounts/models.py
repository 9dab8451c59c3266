"""Who may sign in, in which roles and since when."""

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from simple_history.models import HistoricalRecords

from mentorship.common.search import SearchQuerySet, search_key, sort_key


class Role(models.TextChoices):
    """Roles given by hand; being a mentor or a mentee follows from the registries (methodology.md 1.2)."""

    CURATOR = "curator", "куратор"
    DIRECTOR = "director", "руководитель"
    ADMIN = "admin", "администратор портала"
    ORGANISER = "organiser", "ответственный по форме наставничества"
    SECRETARY = "secretary", "делопроизводитель"
    MUNICIPAL = "municipal", "муниципальный координатор"


class UserManager(DjangoUserManager.from_queryset(SearchQuerySet)):
    """Accounts; ``create_user`` needs a username and a full name."""

    def _create_user_object(self, username, email, password, **extra_fields):
        user = self.model(username=self.model.normalize_username(username), **extra_fields)
        user.set_password(password)
        return user

    def holding(self, role, on=None):
        """Active users that hold ``role`` on the day ``on`` (today)."""
        return self.filter(is_active=True, role_grants__in=RoleGrant.objects.in_force(on).filter(role=role)).distinct()


class User(AbstractBaseUser, PermissionsMixin):
    """An account (учётная запись) of one living person; shared accounts are not allowed (law.md 2.7, ИАФ.1)."""

    username = models.CharField(
        "имя для входа",
        max_length=60,
        unique=True,
        error_messages={"unique": "Такое имя для входа уже занято. Добавьте цифру или второй инициал."},
    )
    full_name = models.CharField("фамилия, имя, отчество", max_length=300)
    email = models.EmailField("электронная почта", blank=True)
    is_active = models.BooleanField("вход разрешён", default=True)
    must_change_password = models.BooleanField("сменить пароль при входе", default=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    date_joined = models.DateTimeField("создана", default=timezone.now, editable=False)
    search = models.TextField(editable=False, default="")
    sort_key = models.TextField(editable=False, default="", db_index=True)
    history = HistoricalRecords(
        verbose_name="изменение учётной записи",
        excluded_fields=["password", "last_login", "session_epoch", "search", "sort_key"],
    )

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "учётная запись"
        verbose_name_plural = "учётные записи"
        ordering = ["sort_key", "pk"]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        self.search = search_key(self.full_name, self.username)
        self.sort_key = sort_key(self.full_name)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search", "sort_key"}
        super().save(*args, **kwargs)

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name

    @property
    def is_staff(self):
        """Whether the registries (Django admin) are open: roles that keep them, never mentors and mentees."""
        return self.is_active and bool(self.roles & {Role.CURATOR, Role.ADMIN})

    @property
    def roles(self):
        """The set of roles held today, read once a request."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(RoleGrant.objects.in_force().filter(user=self).values_list("role", flat=True))
        return self._roles

    def has_role(self, *roles):
        """Whether the active user holds any of ``roles`` today."""
        return self.is_active and bool(self.roles & set(roles))

    @property
    def form_codes(self):
        """Codes of the forms of mentoring this user is the organiser of (ответственный по форме) today.

        Read once a request, and only for an organiser: rows of a list ask for it.
        """
        if not hasattr(self, "_form_codes"):
            grants = RoleGrant.objects.in_force().filter(user=self, role=Role.ORGANISER)
            is_organiser = Role.ORGANISER in self.roles
            self._form_codes = set(grants.values_list("form_code", flat=True)) if is_organiser else set()
        return self._form_codes

    def get_session_auth_hash(self):
        """Counting ``session_epoch`` up ends every session of the account at once."""
        return salted_hmac(
            "accounts.User.session", f"{self.password}:{self.session_epoch}", algorithm="sha256"
        ).hexdigest()

    def get_session_auth_fallback_hash(self):
        return ()


class RoleGrantQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Grants that hold on the day ``on`` (today)."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class RoleGrant(models.Model):
    """A role of an account from a day to a day: an acting curator is a grant with both ends."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_grants", verbose_name="учётная запись")
    role = models.CharField("роль", max_length=20, choices=Role)
    form_code = models.CharField("форма наставничества", max_length=40, blank=True)
    starts_on = models.DateField("с", default=timezone.localdate)
    ends_on = models.DateField("по", null=True, blank=True)
    history = HistoricalRecords(verbose_name="изменение роли")

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = "роль"
        verbose_name_plural = "роли"
        ordering = ["user_id", "role", "starts_on"]
        constraints = [
            models.CheckConstraint(
                name="role_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Роль не может закончиться раньше, чем началась.",
            ),
            models.CheckConstraint(
                name="organiser_has_a_form",
                condition=~Q(role="organiser") | ~Q(form_code=""),
                violation_error_message="Укажите форму наставничества, за которую отвечает сотрудник.",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"


class AccessSlipQuerySet(models.QuerySet):
    def live(self):
        """Slips that still let somebody in."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gte=timezone.now())


class AccessSlip(models.Model):
    """A one-time access (листок доступа) for a person without e-mail: only the hash of its code is kept."""

    LIFETIME_DAYS = 14

    user = models.ForeignKey(User, models.CASCADE, related_name="slips", verbose_name="учётная запись")
    code_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name="кто выдал")
    issued_at = models.DateTimeField("выдан", default=timezone.now)
    expires_at = models.DateTimeField("действует до")
    used_at = models.DateTimeField("использован", null=True, blank=True)
    revoked_at = models.DateTimeField("отменён", null=True, blank=True)

    objects = AccessSlipQuerySet.as_manager()

    class Meta:
        verbose_name = "листок доступа"
        verbose_name_plural = "листки доступа"
        ordering = ["-issued_at"]

    def __str__(self):
        return f"Листок доступа: {self.user}"


class JournalEntry(models.Model):
    """A line of the journal of access to personal data (РСБ.1–3, 7; law.md 2.7): who, when, from where, what, whose.

    Written by :mod:`.journal` only, never changed; each line carries the hash of the one before it. There is no name
    in it: people stand by their keys, so that the journal survives the destruction of somebody's data.
    """

    class Action(models.TextChoices):
        VIEW = "view", "просмотр"
        LIST = "list", "просмотр списка"
        CHANGE = "change", "изменение"
        EXPORT = "export", "выгрузка списка"
        EXTRACT = "extract", "выписка о человеке"
        PRINT = "print", "печать, файл"
        DESTROY = "destroy", "уничтожение данных"
        SIGN_IN = "sign_in", "вход"
        SIGN_OUT = "sign_out", "выход"
        SIGN_IN_FAILED = "sign_in_failed", "неудачный вход"

    number = models.PositiveBigIntegerField("№", unique=True)
    at = models.DateTimeField("когда", db_index=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="кто")
    ip = models.CharField("адрес", max_length=45, blank=True)
    action = models.CharField("действие", max_length=20, choices=Action)
    what = models.CharField("что", max_length=200)
    path = models.CharField("страница", max_length=300, blank=True)
    subject = models.PositiveBigIntegerField("чьи данные", null=True, db_index=True)
    rows = models.PositiveIntegerField("строк", null=True)
    allowed = models.BooleanField("разрешено", default=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "запись журнала доступа"
        verbose_name_plural = "журнал доступа"
        ordering = ["-number"]

    def __str__(self):
        return f"№ {self.number}: {self.get_action_display()}, {self.what}"


class Notice(models.Model):
    """A line behind the bell: something happened that concerns this user; opening it marks it read."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="кому")
    text = models.CharField("текст", max_length=500)
    url = models.CharField("где", max_length=300, blank=True)
    created_at = models.DateTimeField("когда", default=timezone.now, db_index=True)
    read_at = models.DateTimeField("прочитано", null=True, blank=True)

    class Meta:
        verbose_name = "уведомление"
        verbose_name_plural = "уведомления"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.text


class ListSettings(models.Model):
    """Which columns of a list a user chose to see."""

    user = models.ForeignKey(User, models.CASCADE, related_name="list_settings", verbose_name="чей")
    code = models.SlugField("список", max_length=40)
    columns = models.JSONField("столбцы", default=list)

    class Meta:
        verbose_name = "столбцы списка"
        verbose_name_plural = "столбцы списков"
        constraints = [models.UniqueConstraint(name="one_choice_of_columns", fields=["user", "code"])]

    def __str__(self):
        return f"{self.code}: {', '.join(self.columns)}"


class SavedView(models.Model):
    """Filters of a list that a user keeps under a name."""

    MOST = 50  # of one user, over all lists

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name="чей")
    code = models.SlugField("список", max_length=40)
    title = models.CharField("название вида", max_length=60)
    query = models.CharField("условия", max_length=1000, blank=True)

    class Meta:
        verbose_name = "сохранённый вид списка"
        verbose_name_plural = "сохранённые виды списков"
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(name="one_view_of_a_title", fields=["user", "code", "title"])]

    def __str__(self):
        return self.title
