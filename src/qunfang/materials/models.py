"""Content pieces, and print jobs that turn one into a file for many sites."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qunfang.materials.queries import PieceQuerySet
from qunfang.places.models import Unit


class Audience(models.TextChoices):
    """Whom a piece speaks to."""

    GENERAL = "general", _("Everybody")
    ELDERS = "elders", _("Old people")
    WOMEN = "women", _("Middle-aged women")
    PUPILS = "pupils", _("Pupils and students")
    PARENTS = "parents", _("Parents")
    ACCOUNTANTS = "accountants", _("Accountants")
    SHOP_OWNERS = "shop_owners", _("Shop owners")
    TELLERS = "tellers", _("Tellers")


class Topic(models.TextChoices):
    """What a piece warns of: a type of fraud, or something that helps against all of them."""

    BRUSHING = "brushing", _("Paid tasks and false orders")
    SERVICE = "service", _("False customer service")
    INVESTMENT = "investment", _("False investment")
    LOAN = "loan", _("False loan")
    CREDIT_RECORD = "credit_record", _("False credit repair")
    SHOPPING = "shopping", _("False shopping or service")
    AUTHORITY = "authority", _("False police or officials")
    ACQUAINTANCE = "acquaintance", _("False leader, friend or teacher")
    GAMING = "gaming", _("Game trading")
    DATING = "dating", _("Romance")
    MILITARY = "military", _("False army purchase")
    CYBER_BLACK = "cyber_black", _("Underground services")
    ACCOUNT_THEFT = "account_theft", _("Trojans and stolen accounts")
    SIM_CARD = "sim_card", _("Sale of cards and accounts")
    PERSONAL_DATA = "personal_data", _("Protection of personal data")
    OTHER = "other", _("Against every trick")


class Picture(models.TextChoices):
    """The drawing of a piece; one vector file each in data/print/pictures."""

    PHONE = "phone", _("Telephone")
    SHIELD = "shield", _("Shield")
    HAND = "hand", _("Hand: stop")
    LOCK = "lock", _("Lock")
    ENVELOPE = "envelope", _("Letter")
    QR = "qr", _("QR code")
    HEADSET = "headset", _("Voice with a headset")
    CARD = "card", _("Bank card")
    HOOK = "hook", _("Coin on a hook")
    HEART = "heart", _("Heart")
    GAMEPAD = "gamepad", _("Game controller")
    PLANE = "plane", _("Aeroplane")
    CHART = "chart", _("Rising chart")
    CHAT = "chat", _("Chat")
    BADGE = "badge", _("False badge")
    IDCARD = "idcard", _("Identity card")
    SHOP = "shop", _("Shop")
    PARCEL = "parcel", _("Parcel")
    FAMILY = "family", _("Family")


class PieceState(models.TextChoices):
    """A draft may change; what is published never does; a later version supersedes it."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


PIECE_MOVES: dict[str, frozenset[str]] = {
    PieceState.DRAFT: frozenset({PieceState.PUBLISHED}),
    PieceState.PUBLISHED: frozenset({PieceState.SUPERSEDED}),
    PieceState.SUPERSEDED: frozenset(),
}


class ContentPiece(models.Model):
    """One thing to say to one audience, in words from which every poster, screen and message is made."""

    key = models.CharField(max_length=64, help_text="The same for all versions of one piece.")
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(_("state"), max_length=12, choices=PieceState.choices, default=PieceState.DRAFT)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="pieces")
    """Whose piece it is; none: it came with the program."""
    audience = models.CharField(_("audience"), max_length=16, choices=Audience.choices)
    topic = models.CharField(_("topic"), max_length=16, choices=Topic.choices)
    picture = models.CharField(_("picture"), max_length=12, choices=Picture.choices)
    title = models.CharField(_("title"), max_length=24, help_text="A blank is where a poster breaks the line.")
    line = models.CharField(_("one big line"), max_length=30)
    message = models.CharField(_("message"), max_length=140)
    steps = models.JSONField(_("what to do"), default=list, help_text="Up to four short texts.")
    hotline = models.CharField(_("hotline"), max_length=16, default="96110")
    sms = models.CharField(_("text message"), max_length=70)
    group = models.CharField(_("group message"), max_length=500, blank=True, help_text="Blank: from the other fields.")
    marquee = models.CharField(_("marquee"), max_length=60)
    speech = models.CharField(_("loudspeaker"), max_length=200)
    prompt = models.CharField(_("hotline prompt"), max_length=60)
    source = models.CharField(
        _("source"), max_length=80, blank=True, help_text="Pattern or case it came from, as text."
    )
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="one_piece_a_version"),
            models.UniqueConstraint(fields=["key"], condition=Q(state="published"), name="one_published_a_piece"),
            models.UniqueConstraint(fields=["key"], condition=Q(state="draft"), name="one_draft_a_piece"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def built_in(self) -> bool:
        """Whether it came with the program."""
        return self.unit_id is None


class BatchState(models.TextChoices):
    """How far a print job is."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being made")
    DONE = "done", _("Ready")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")


class PrintBatch(models.Model):
    """One file with a page for every site of a unit's branch, each with its own code and address."""

    piece = models.ForeignKey(ContentPiece, on_delete=models.PROTECT, related_name="batches")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    site_kind = models.CharField(max_length=24, blank=True)
    form = models.CharField(max_length=24)
    large = models.BooleanField(default=False)
    owner_id = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.piece} × {self.total}"
