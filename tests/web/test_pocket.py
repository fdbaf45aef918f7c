"""The pocket's pages: own dues only, the door behind a poster's code, the worker's headers, proofs of others' dues."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from qunfang.coverage.queries import dues_for
from qunfang.evidence.models import Submission
from qunfang.people.access import held_paths
from qunfang.people.models import User
from qunfang.places.models import Site, Unit
from qunfang.web.views.pocket.pages import SHELL

pytestmark = pytest.mark.django_db
Visit = Callable[[str], Client]


def test_the_phone_gets_the_open_dues_of_the_own_unit_and_no_others(visit: Visit) -> None:
    told = visit("village").get("/pocket/dues.json").json()
    user = User.objects.get(username="village")
    own = Unit.objects.get(path=held_paths(user)[0])
    dues = dues_for(own)
    expected = {due.key for due in dues if due.doer == own and due.state in {"missing", "rejected"}}
    assert {due["key"] for due in told["dues"]} == expected
    assert expected
    assert told["reader"]["id"] == user.pk
    assert all(due["left"] >= 1 and due["clause"] and due["day"] for due in told["dues"])


def test_the_code_on_a_poster_opens_what_is_open_there(visit: Visit) -> None:
    client = visit("village")
    own = Unit.objects.get(path=held_paths(User.objects.get(username="village"))[0])
    site = Site.objects.filter(unit=own).first() or Site.objects.create(unit=own, kind="entrance", name="村口")
    site.code = "QF-0001"
    site.save()
    open_here = [due for due in dues_for(own) if due.site == site and due.state in {"missing", "rejected"}]
    for name in ("QF-0001", str(site.pk)):
        answer = client.get(f"/s/{name}/")
        if open_here:
            assert (answer.status_code, answer.url) == (302, f"/pocket/?site={site.pk}")
        else:
            assert answer.status_code == 404
    assert client.get("/s/no-such-code/").status_code == 404
    assert client.get(f"/s/{'9' * 30}/").status_code == 404


def test_a_site_with_open_dues_is_found_by_its_code_and_shown_to_an_officer_above(visit: Visit) -> None:
    client = visit("town")
    town = Unit.objects.get(path=held_paths(User.objects.get(username="town"))[0])
    due = next(due for due in dues_for(town) if due.site and due.state == "missing")
    Site.objects.filter(pk=due.site.pk).update(code="QF-0002")
    assert client.get("/s/QF-0002/").url == f"/pocket/?site={due.site.pk}"
    keys = {each["key"] for each in client.get(f"/pocket/dues.json?site={due.site.pk}").json()["dues"]}
    assert due.key in keys
    assert due.key not in {each["key"] for each in client.get("/pocket/dues.json").json()["dues"]}
    assert visit("yuntai").get("/s/QF-0002/").status_code == 404


def test_the_worker_names_a_version_and_only_the_pockets_files(visit: Visit) -> None:
    answer = Client().get("/sw.js")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Service-Worker-Allowed"] == "/"
    assert all(f'"/static/{name}"' in text.replace("\\u002D", "-") for name in SHELL)
    plain = Client().get("/sw.js?plain").content.decode()
    assert "import " in text.splitlines()[0]
    assert not any(line.startswith("import ") for line in plain.splitlines())


def test_a_proof_sent_again_gives_the_same_answer_and_others_dues_are_refused(visit: Visit) -> None:
    client = visit("village")
    due = client.get("/pocket/dues.json").json()["dues"][0]["key"]
    proof: dict[str, Any] = {"client_key": str(uuid.uuid4()), "due": due, "quantity": 1, "note": "已办", "uploads": []}
    proof |= {"captured_in_app": True, "captured_at": None}
    first = send(client, proof)
    assert first.status_code == 200
    assert send(client, proof).json() == first.json()
    # The first answer was lost, and its due is not the reader's any more: the repeat still tells what became of it.
    assert send(client, {**proof, "due": "0-0-0-20260101"}).json() == first.json()
    assert Submission.objects.filter(client_key=proof["client_key"]).get().captured_in_app is None
    other = {**proof, "client_key": str(uuid.uuid4())}
    assert send(visit("yuntai"), other).status_code == 404
    assert send(client, {**other, "latitude": 91, "longitude": 0}).status_code == 400


def send(client: Client, proof: dict[str, Any]) -> Any:
    return client.post("/pocket/proofs/", json.dumps(proof), content_type="application/json")


def test_without_the_token_nothing_is_taken(visit: Visit) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = visit("village").cookies
    assert send(strict, {}).status_code == 403
    token = strict.get("/pocket/dues.json").json()["token"]
    answer = strict.post("/pocket/proofs/", "{}", content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 400
