"""The tree of units and the sites that belong to them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from qunfang.places.queries import SiteQuerySet, UnitManager

UNNAMED = "本单位"  # what the topmost unit is called until its administrator names it


class UnitKind(models.TextChoices):
    """What a unit is; a closed list, so that a plan's actors can be matched to it."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County or district")
    TOWN = "town", _("Town or subdistrict")
    VILLAGE = "village", _("Village")
    COMMUNITY = "community", _("Community")
    OFFICE = "office", _("Government office")
    POLICE = "police", _("Police station or bureau")
    SCHOOL = "school", _("School")
    SCHOOL_CLASS = "school_class", _("Class")
    BANK = "bank", _("Bank")
    BANK_OUTLET = "bank_outlet", _("Bank outlet")
    TELECOM = "telecom", _("Telecom operator")
    TELECOM_OUTLET = "telecom_outlet", _("Telecom outlet")
    COMPANY = "company", _("Company")
    HOSPITAL = "hospital", _("Hospital")
    OTHER = "other", _("Other unit")


class SiteKind(models.TextChoices):
    """What a site is: the places of a plan that are not units themselves."""

    RESIDENTIAL_QUARTER = "residential_quarter", _("Residential quarter")
    ENTRANCE = "entrance", _("Entrance")
    ELEVATOR = "elevator", _("Lift")
    FACTORY = "factory", _("Factory or works")
    CLASSROOM = "classroom", _("Classroom")
    ATM = "atm", _("Cash machine")
    COUNTER = "counter", _("Counter zone")
    CROSSROADS = "crossroads", _("Crossroads")
    LANDMARK = "landmark", _("Landmark")
    PLAZA = "plaza", _("Square")
    PARK = "park", _("Park")
    STATION = "station", _("Station")
    TAXI = "taxi", _("Taxi")
    BUS = "bus", _("Bus")
    SHOP = "shop", _("Shop")
    MARKET = "market", _("Market")
    HOTEL = "hotel", _("Hotel or entertainment")
    HOSPITAL = "hospital", _("Hospital or clinic")
    LED_SCREEN = "led_screen", _("LED screen")
    STREET = "street", _("Street or road")


UNIT_OF_SITE: dict[str, UnitKind] = {
    "village": UnitKind.VILLAGE,
    "community": UnitKind.COMMUNITY,
    "school": UnitKind.SCHOOL,
    "bank_outlet": UnitKind.BANK_OUTLET,
    "telecom_outlet": UnitKind.TELECOM_OUTLET,
    "government_office": UnitKind.OFFICE,
}
"""Site kinds of a plan that are units of the tree: each such unit is its own site."""

REPORTED_SITES = frozenset({"household", "online", "public_place"})
"""Site kinds of a plan that take a reported count, not places."""


class Unit(MP_Node):  # type: ignore[misc]
    """A body in the tree of responsibility: a county, a town, a village, a school, a class, a bank outlet."""

    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind.choices)
    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=40, blank=True, db_index=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing = models.UUIDField(null=True, editable=False)
    """The act of closing: what was closed together opens together."""

    node_order_by: ClassVar[list[str]] = []
    objects = UnitManager()

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="one_unit_a_code")]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place where something can stand or hang: a quarter, its lift, a crossroads, a screen."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sites")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(_("kind"), max_length=24, choices=SiteKind.choices, db_index=True)
    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=40, blank=True, db_index=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing = models.UUIDField(null=True, editable=False)

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "kind", "name"]
        indexes = [models.Index(fields=["unit", "kind"], name="site_unit_kind")]
        constraints = [models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="one_site_a_code")]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A roster file that somebody looks through before it is written; gone after the act, or when it expires."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    owner_id = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name


class PastUnit(models.Model):
    """Where a unit stood in the tree until a day; what was counted for periods that ended by then stays there."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="past")
    chain = models.CharField(max_length=255, help_text="Ids from the topmost unit down to this one: /1/5/27/.")
    until = models.DateField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "until"], name="one_past_place_a_day")]


class PastSite(models.Model):
    """The unit that a site belonged to until a day, before it went to another one."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="past")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="past_sites")
    until = models.DateField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "until"], name="one_past_unit_a_day")]
