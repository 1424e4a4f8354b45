"""Sections, desks, people and topics: what a story belongs to."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from harkara.bangla import slug as slugs
from harkara.bangla.analyse import tokens
from harkara.bangla.clean import normalise
from harkara.bangla.spotting import key_of
from harkara.desk import keys
from harkara.desk.models.fields import Prose, Words
from harkara.desk.models.picture import Picture
from harkara.desk.models.places import Listing, Place
from harkara.desk.models.shown import Shown
from harkara.rack import changes

RESERVED = frozenset(
    (
        *(
            "about",
            "alerts",
            "all",
            "assets",
            "card",
            "comment",
            "corrections",
            "desk",
            "desks",
            "documents",
            "embed",
            "feed",
            "fragment",
            "go",
            "letters",
            "lite",
            "media",
        ),
        *("page", "picture", "places", "post", "robots", "search", "sitemap", "static", "timeline", "topic", "writer"),
    )
)
"""First words of addresses that are not sections."""


def unreserved(slug: str) -> None:
    """Raises ``ValidationError`` for a slug that begins addresses of another kind."""
    if slug in RESERVED:
        raise ValidationError(
            _("“%(slug)s” begins other addresses of the paper; choose another word."), params={"slug": slug}
        )


class Section(Shown):  # type: ignore[django-manager-missing]  # the story's mixins carry no types
    """A section of the paper (জাতীয়, খেলাধুলা). Its slug begins the address of every story in it and never changes."""

    slug = models.CharField(
        _("slug"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"\A[a-z]+(?:-[a-z]+)*\Z", _("Small Latin letters, words joined by hyphens.")),
            unreserved,
        ],
    )
    name = Words(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    above = models.ForeignKey(
        "self",
        to_field="slug",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="below",
        verbose_name=_("part of"),
        limit_choices_to={"above": None},
        help_text=_("A sub-section (cricket in sports): its stories stand in the larger section's lists, too."),
    )

    new_rows_show = True
    parts: ClassVar = {
        "above_id": (keys.PAGE, keys.LITE, keys.SECTIONS),
        "name": (keys.PAGE, keys.LITE, keys.NAMES, keys.section_name("{row.slug}")),
        "position": (keys.PAGE, keys.LITE, keys.SECTIONS),
        "slug": (keys.FRAME,),
    }

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def href(self) -> str:
        """The address of its first page."""
        return f"/{self.slug}/"

    @property
    def listing(self) -> str:
        """The name of its listing."""
        return keys.section(self.slug)

    @property
    def listings(self) -> frozenset[str]:
        """The names of the listings in which its stories stand: its own, and that of the section that it is a part of."""
        return frozenset((self.listing, *([keys.section(self.above_id)] if self.above_id else [])))

    def keys(self) -> tuple[str, ...]:
        return (keys.PAGE, keys.LITE, keys.SECTIONS)

    def clean(self) -> None:
        """Refuses a part of a part, and another place for a section in whose lists stories stand already."""
        before = Section.objects.filter(pk=self.pk).first()
        if self.above_id == (before.above_id if before else None):
            return
        wrong = ""
        if self.above and (self.above.above_id or self.above_id == self.slug):
            wrong = gettext(
                "“%(above)s” is a part of another section, or this one itself: choose a section that stands by itself."
            )
        elif before and before.below.exists():
            wrong = gettext("“%(name)s” has parts of its own, so it stands by itself.")
        elif before and Listing.objects.filter(name=before.listing).exists():
            wrong = gettext(
                "“%(name)s” has stories already, and its place stays as it is: make a new section and move them."
            )
        if wrong:
            raise ValidationError({"above": ValidationError(wrong, params={"name": self, "above": self.above})})


def each_is_followable(text: str) -> None:
    """Raises ``ValidationError`` for a line that is no address of the web."""
    follows = URLValidator(["https", "http"])
    for line in text.split():
        try:
            follows(line)
        except ValidationError:
            said = _("“%(line)s” is no address: write one a line, with https:// before it.")
            raise ValidationError(said, params={"line": line}) from None


class Signing(Shown):
    """Who stands above stories, with a page for readers where it is ``public``. The slug is made from the first name and
    never changes, so that an address leads to the same one for ever.
    """

    name: "models.CharField[Any, Any]"

    slug = models.CharField(_("slug"), max_length=90, unique=True, editable=False)
    public = models.BooleanField(
        _("has a page"),
        default=False,
        help_text=_("Readers find the stories there, and the name above each of them leads to it."),
    )
    about = Prose(_("about"), max_length=1200, blank=True, help_text=_("A few sentences for readers."))
    picture = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )
    email = models.EmailField(_("e-mail for readers"), blank=True)
    links = models.TextField(
        _("other addresses"),
        blank=True,
        max_length=1000,
        validators=[each_is_followable],
        help_text=_("Facebook, X, a site: one address a line."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.name)

    @property
    def href(self) -> str:
        """The address of its first page."""
        raise NotImplementedError

    @property
    def listing(self) -> str:
        """The name of its listing."""
        raise NotImplementedError

    def clean(self) -> None:
        super().clean()
        if not slugs.slugify(self.name):
            raise ValidationError({"name": _("The name needs letters.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        if not self.slug:
            self.slug = self._free_slug()
        with transaction.atomic():
            super().save(*args, **kwargs)
            if is_new and self.public:
                changes.touch(*self.keys())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            name = self.listing
            Place.objects.filter(listing__name=name).delete()
            Listing.objects.filter(name=name).delete()
            return super().delete(*args, **kwargs)

    def _free_slug(self) -> str:
        slug = slugs.slugify(self.name, limit=70) or self._meta.model_name or ""
        taken = set(type(self)._base_manager.filter(slug__startswith=slug).values_list("slug", flat=True))
        return next(s for s in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)


class Desk(Signing):
    """The people who edit one field (আন্তর্জাতিক ডেস্ক)."""

    name = Words(_("name"), max_length=80, unique=True)

    parts: ClassVar = {
        "name": ("desk:{row.pk}", "profile:{row.listing}"),
        "public": (keys.linked("desk:{row.pk}"), keys.DESKS, "list:desks:{row.slug}"),
        **dict.fromkeys(("about", "picture_id", "email", "links"), ("profile:{row.listing}",)),
    }

    class Meta:
        ordering = ["name"]
        verbose_name = _("desk")
        verbose_name_plural = _("desks")

    @property
    def href(self) -> str:
        return f"/desks/{self.slug}/"

    @property
    def listing(self) -> str:
        return keys.of_desk(self.pk)

    def keys(self) -> tuple[str, ...]:
        own = keys.desk(self.pk)
        return (own, keys.linked(own), keys.DESKS, f"{keys.DESKS}:{self.slug}", keys.profile(self.listing))


class Person(Signing):
    """Somebody who is named above a story: a reporter, or a role such as নিজস্ব প্রতিবেদক."""

    name = Words(_("name"), max_length=120, unique=True)
    role = Words(_("role"), max_length=120, blank=True, help_text=_("As readers read it: senior reporter, columnist."))

    parts: ClassVar = {
        "name": ("person:{row.pk}", "profile:{row.listing}"),
        "public": (keys.linked("person:{row.pk}"), keys.WRITERS, "list:writers:{row.slug}"),
        **dict.fromkeys(("role", "about", "picture_id", "email", "links"), ("profile:{row.listing}",)),
    }

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    @property
    def href(self) -> str:
        return f"/writer/{self.slug}/"

    @property
    def listing(self) -> str:
        return keys.writer(self.pk)

    def keys(self) -> tuple[str, ...]:
        own = keys.person(self.pk)
        return (own, keys.linked(own), keys.WRITERS, f"{keys.WRITERS}:{self.slug}", keys.profile(self.listing))


class Topic(Shown):
    """What stories are about across sections. The slug is made from the first name and never changes.

    A topic that was merged ``into`` another one keeps its row: its address leads there, and an old version of a story
    that still says it means the other one.
    """

    name = Words(_("name"), max_length=80, unique=True)
    slug = models.CharField(_("slug"), max_length=80, unique=True, editable=False)
    into = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def href(self) -> str:
        """The address of its first page."""
        return f"/topic/{self.slug}/"

    @property
    def listing(self) -> str:
        """The name of its listing."""
        return keys.topic(self.slug)

    def clean(self) -> None:
        super().clean()
        if not slugs.slugify(self.name):
            raise ValidationError({"name": _("A topic's name needs letters.")})

        if (
            taken := TopicName.objects.filter(name=normalise(self.name))
            .exclude(topic=self.pk)
            .select_related("topic")
            .first()
        ):
            said = _("“%(name)s” is another name of the topic “%(topic)s”.")
            raise ValidationError({"name": said % {"name": taken.name, "topic": taken.topic.name}})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self._free_slug()
        with transaction.atomic():
            super().save(*args, **kwargs)
            TopicName.keep(self, self.name)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            names = {self.listing, *(topic.listing for topic in self.merged.all())}
            Place.objects.filter(listing__name__in=names).delete()
            Listing.objects.filter(name__in=names).delete()
            done = super().delete(*args, **kwargs)
            changes.touch(*sorted(map(keys.listing, names)), keys.TOPICS)
        return done

    def _free_slug(self) -> str:
        slug = slugs.slugify(self.name, limit=70)
        taken = set(Topic.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
        return next(s for s in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)

    def keys(self) -> tuple[str, ...]:
        return (keys.topic(self.slug),)


class TopicName(models.Model):
    """A name of a topic: the one it has, those it had before, and others by which writers know it (পদ্মা সেতু, Padma Bridge)."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="names")
    name = Words(_("name"), max_length=80, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.name)

    @classmethod
    def keep(cls, topic: Topic, name: str) -> None:
        """Keeps ``name`` for ``topic``, also where it was another one's."""
        row, is_new = cls.objects.get_or_create(name=normalise(name), defaults={"topic": topic})
        if not is_new and row.topic_id != topic.pk:
            cls.objects.filter(pk=row.pk).update(topic=topic)
        if is_new:
            TopicKey.objects.bulk_create(TopicKey(name=row, key=key, place=place) for place, key in keys_of(row.name))


class TopicKey(models.Model):
    """Under what a name is found: a key of each of its words (``bangla.spotting``), the first at ``place`` 0."""

    name = models.ForeignKey(TopicName, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=100)
    place = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "place"], name="desk_topic_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.place}"


def keys_of(name: str) -> list[tuple[int, str]]:
    """The keys of each word of a name, with the word's place."""
    return [(place, key[:100]) for place, word in enumerate(tokens(name)) for key in key_of(word)]
