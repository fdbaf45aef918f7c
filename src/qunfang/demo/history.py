"""Three months of proof with gaps, lateness and returned photos, drawn with a seed."""

from __future__ import annotations

import datetime as dt
import hashlib
import random

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from qunfang.audit.services import record
from qunfang.common import clock
from qunfang.coverage.queries import Due
from qunfang.demo.photos import SIZE, draw_photo
from qunfang.evidence.checks import ask_for_checks, check_submission
from qunfang.evidence.models import Attachment, SecondLook, State, Submission
from qunfang.people.models import User

PHOTOS = 24
TO_CHECK, DRAWN = 16, 3
NOTES = ["已按要求完成。", "现场完成，群众反映良好。", "村干部一起完成。", "换了新的内容。", ""]
REASONS = [
    "照片看不清内容，请走近重拍。",
    "照片里没有看到横幅，请补拍整条横幅和门牌。",
    "与上月照片相同，请拍今天的现场。",
]
COUNTED = {"leaflet": (40, 260), "sms": (300, 2000), "visit": (15, 90), "app_install": (10, 120), "letter": (30, 45)}


class Teller:
    """Tells what became of each due. Units differ in diligence; each unit's own is drawn once."""

    def __init__(self, *, people: dict[str, User], chance: random.Random) -> None:
        self.people = people
        self.chance = chance
        self.diligence: dict[int, float] = {}
        self.photos = [self._store(number) for number in range(PHOTOS)]
        self.bare = self._store(PHOTOS, banner=False)
        self.made: list[tuple[Submission, Attachment | None]] = []

    def _store(self, number: int, *, banner: bool = True) -> Attachment:
        content = draw_photo(self.chance, banner=banner)
        digest = hashlib.sha256(content).hexdigest()
        path = default_storage.save(f"evidence/demo/{digest[:24]}.jpg", ContentFile(content))
        kept = Attachment(name=f"IMG_{4100 + number}.jpg", kind="photo", sha256=digest, size=len(content))
        kept.file.name, (kept.width, kept.height) = path, SIZE
        return kept

    def tell(self, due: Due, today: dt.date) -> None:
        """Nothing, a claim, an accepted or a returned proof for one due."""
        zeal = self.diligence.setdefault(due.doer.pk, self.chance.choice([0.97, 0.93, 0.9, 0.85, 0.8, 0.68, 0.5]))
        past = due.period.due < today
        if self.chance.random() > (zeal if past else zeal * 0.7):
            return
        day = self._day(due, today, zeal)
        fate = self.chance.random()
        waiting = (today - day).days < 9
        state = State.CLAIMED if waiting and fate < 0.75 else State.REJECTED if fate > 0.955 else State.VERIFIED
        self._submit(due, day, state)

    def _day(self, due: Due, today: dt.date, zeal: float) -> dt.date:
        span = max(1, (min(due.period.due, today) - due.period.start).days)
        day = due.period.start + dt.timedelta(int(span * self.chance.uniform(0.1, 1)))
        late = self.chance.randint(1, 9) if self.chance.random() > zeal else 0
        return min(day + dt.timedelta(late), today)

    def _submit(self, due: Due, day: dt.date, state: State) -> None:
        at = dt.datetime.combine(
            day, dt.time(self.chance.randint(8, 18), self.chance.randint(0, 59)), tzinfo=clock.CHINA
        )
        at = min(at, clock.now() - dt.timedelta(minutes=20))
        low, high = COUNTED.get(due.obligation.deliverable, (due.expected, due.expected))
        made = Submission(obligation=due.obligation, lineage=due.obligation.lineage, unit=due.unit, site=due.site)
        made.period_start, made.period_end, made.state = due.period.start, due.period.end, state
        made.quantity, made.note = max(self.chance.randint(low, high), 1), self.chance.choice(NOTES)
        made.submitted_by, made.submitted_at = self._sender(due), at
        if state != State.CLAIMED:
            made.decided_by, made.decided_at = (
                self.people["county"],
                min(clock.now(), at + dt.timedelta(hours=self.chance.randint(2, 60))),
            )
        made.reason = self.chance.choice(REASONS) if state == State.REJECTED else ""
        photo = self.bare if state == State.REJECTED else self.chance.choice(self.photos)
        self.made.append((made, photo))

    def _sender(self, due: Due) -> User:
        kinds = {"school": "head", "school_class": "teacher", "bank_outlet": "teller", "police": "police"}
        return self.people[kinds.get(due.doer.kind, "community")]

    def finish(self) -> None:
        """Write all of it in bulk."""
        Submission.objects.bulk_create([made for made, _ in self.made], batch_size=500)
        attachments = [self._attach(made, photo) for made, photo in self.made if photo]
        Attachment.objects.bulk_create(attachments, batch_size=500)
        for made, _ in self.made[:50]:
            record(made, verb="evidence.submit", by=made.submitted_by, unit_id=made.unit_id)
        self._check_a_pair()
        self._leave_some_to_the_jobs()
        self._draw_some()

    def _check_a_pair(self) -> None:
        """Two proofs that wait, from two units, with one and the same photo: the reviewer is shown why to doubt."""
        first: dict[str, Submission] = {}
        for made, photo in sorted(self.made, key=lambda each: each[0].submitted_at):
            if photo is None or made.state != State.CLAIMED:
                continue
            other = first.setdefault(photo.sha256, made)
            if other.unit_id != made.unit_id:
                check_submission(other.pk)
                check_submission(made.pk)
                return

    def _leave_some_to_the_jobs(self) -> None:
        """Some that wait are checked by the job worker once the demo runs, so that clean ones can be looked over."""
        for made, photo in [each for each in self.made if each[1] and each[0].state == State.CLAIMED][:TO_CHECK]:
            if photo is not None:
                ask_for_checks(made)

    def _draw_some(self) -> None:
        """A few accepted ones that the lot fell on."""
        accepted = [made for made, photo in self.made if photo and made.state == State.VERIFIED]
        looks = [
            SecondLook(submission=made, first_by=made.decided_by, drawn_at=made.decided_at or made.submitted_at)
            for made in accepted[-DRAWN:]
        ]
        SecondLook.objects.bulk_create(looks)

    @staticmethod
    def _attach(made: Submission, photo: Attachment) -> Attachment:
        kept = Attachment(submission=made, name=photo.name, kind="photo", sha256=photo.sha256, size=photo.size)
        kept.file.name, kept.width, kept.height = photo.file.name, photo.width, photo.height
        return kept
