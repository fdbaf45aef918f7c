"""The closed lists of a compiled plan, with the words a reader sees."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


def label_of(choices: type[models.TextChoices], value: str | None) -> str:
    """The label of a value in the reader's language; the value itself where the list does not hold it."""
    return str(choices(value).label) if value in choices.values else str(value or "")


class PlanKind(models.TextChoices):
    """Whose plan it is."""

    TOWN = "town", _("Town's plan")
    SCHOOL = "school", _("School's plan")
    BANK = "bank", _("Bank's plan")
    TELECOM = "telecom", _("Operator's plan")
    POLICE = "police", _("Police plan")
    COMPANY = "company", _("Company's plan")
    COUNTY = "county", _("County's plan")
    OTHER = "other", _("Other plan")


class Deliverable(models.TextChoices):
    """What is put up, done, held or sent."""

    COLUMN = "column", _("Publicity board")
    KNOWLEDGE_POINT = "knowledge_point", _("Information stand")
    BANNER = "banner", _("Banner")
    POSTER = "poster", _("Poster")
    LEAFLET = "leaflet", _("Leaflets")
    SCREEN = "screen", _("Screen message")
    BROADCAST = "broadcast", _("Loudspeaker message")
    MEDIA = "media", _("Article or film")
    GROUP_MESSAGE = "group_message", _("Group message")
    SMS = "sms", _("Text message")
    EVENT = "event", _("Talk or event")
    QUIZ = "quiz", _("Quiz")
    SURVEY = "survey", _("Survey")
    LETTER = "letter", _("Letter or pledge")
    VISIT = "visit", _("Home visit")
    APP_INSTALL = "app_install", _("App installation")
    TRAINING = "training", _("Staff training")
    TRANSFER_REMINDER = "transfer_reminder", _("Reminder at a transfer")
    DISSUASION = "dissuasion", _("Dissuasion of victims")
    CASE_COLLECTION = "case_collection", _("Case collection")
    PATTERN_STUDY = "pattern_study", _("Study of tricks")
    MATERIAL = "material", _("Material for others")
    COORDINATION = "coordination", _("Joint work")
    INSPECTION = "inspection", _("Inspection")
    REPORTING = "reporting", _("Report")
    FUNDING = "funding", _("Funding")
    ENFORCEMENT = "enforcement", _("Enforcement")
    PLANNING = "planning", _("Own plan or list")
    GROUP_GUARD = "group_guard", _("Chat group management")


class SiteName(models.TextChoices):
    """Where or at what it must stand."""

    VILLAGE = "village", _("Village")
    COMMUNITY = "community", _("Community")
    RESIDENTIAL_QUARTER = "residential_quarter", _("Residential quarter")
    ENTRANCE = "entrance", _("Entrance")
    ELEVATOR = "elevator", _("Lift")
    HOUSEHOLD = "household", _("Household")
    FACTORY = "factory", _("Factory or works")
    SCHOOL = "school", _("School")
    CLASSROOM = "classroom", _("Classroom")
    BANK_OUTLET = "bank_outlet", _("Bank outlet")
    ATM = "atm", _("Cash machine")
    TELECOM_OUTLET = "telecom_outlet", _("Telecom outlet")
    GOVERNMENT_OFFICE = "government_office", _("Government office")
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
    ONLINE = "online", _("Online")
    PUBLIC_PLACE = "public_place", _("Public place")


class Per(models.TextChoices):
    """What a count is counted against."""

    SITE = "site", _("at each place")
    UNIT = "unit", _("by each unit")
    CLASS = "class", _("in each class")
    PERSON = "person", _("for each person or household")
    CAMPAIGN = "campaign", _("in the whole campaign")
    PERIOD = "period", _("in each period")


class Every(models.TextChoices):
    """How often."""

    DAY = "day", _("every day")
    WEEK = "week", _("every week")
    HALF_MONTH = "half_month", _("every half month")
    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")
    HALF_YEAR = "half_year", _("every half year")
    YEAR = "year", _("every year")
    ONCE = "once", _("just once")
    CONTINUOUS = "continuous", _("all the time")


class Metric(models.TextChoices):
    """What a goal measures."""

    AWARENESS_RATE = "awareness_rate", _("Awareness rate")
    COVERAGE_RATE = "coverage_rate", _("Publicity coverage")
    INSTALL_RATE = "install_rate", _("App installation rate")
    CASE_COUNT = "case_count", _("Number of cases")
    LOSS_AMOUNT = "loss_amount", _("Losses")
    SOLVE_RATE = "solve_rate", _("Solved cases")
    PARTICIPATION_RATE = "participation_rate", _("Participation rate")
    SATISFACTION = "satisfaction", _("Satisfaction")
    OTHER_RATE = "other_rate", _("Other figure")


class LeadingRole(models.TextChoices):
    """Who leads the campaign."""

    LEADER = "leader", _("Head of the leading group")
    DEPUTY = "deputy", _("Deputy head")
    MEMBER = "member", _("Members")
    OFFICE = "office", _("Office of the group")
    OFFICE_HEAD = "office_head", _("Head of the office")
    CONTACT = "contact", _("Contact person")


class Focus(models.TextChoices):
    """Types of fraud that a plan singles out."""

    AUTHORITY = "authority", _("False police or officials")
    ACQUAINTANCE = "acquaintance", _("False leader, friend or teacher")
    SERVICE = "service", _("False customer service")
    BRUSHING = "brushing", _("Paid tasks and false orders")
    INVESTMENT = "investment", _("False investment")
    LOAN = "loan", _("False loan")
    CREDIT_RECORD = "credit_record", _("False credit repair")
    SHOPPING = "shopping", _("False shopping or service")
    GAMING = "gaming", _("Game trading")
    DATING = "dating", _("Romance")
    MILITARY = "military", _("False army purchase")
    CYBER_BLACK = "cyber_black", _("Underground services")
    ACCOUNT_THEFT = "account_theft", _("Trojans and stolen accounts")
    SIM_CARD = "sim_card", _("Sale of cards and accounts")
    OTHER = "other", _("Other fraud")


class Requirement(models.TextChoices):
    """What the plan demands of those who carry it out."""

    LEADERSHIP = "leadership", _("Leadership")
    ACCOUNTABILITY = "accountability", _("Accountability")
    COORDINATION = "coordination", _("Joint work")
    BUDGET = "budget", _("Money in the budget")
    INSPECTION = "inspection", _("Inspection")
    NOTICE = "notice", _("Naming the poor ones")
    RECTIFICATION = "rectification", _("Mending by a deadline")
    COMMENDATION = "commendation", _("Praise for the good ones")
    REPORTING = "reporting", _("Reports")
