"""Signing in: password, second step, recovery codes, lock-out in plain words, devices."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from qunfang.people.models import Post, Role, User
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_and_without_memory(settings: Any) -> None:
    """A quick hash; the rate of logins, counted in the cache for all tests of a process, begins anew."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def worker(cast: Cast) -> User:
    user = cast.field_worker
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": user.username, "password": password})


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up_app(client: Client) -> str:
    asked = client.get("/account/2fa/totp/activate/")
    assert asked.url.startswith("/account/reauthenticate/"), "security is changed only after the password, once more"
    page = client.post(asked.url, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    assert "data:image/svg" in page.content.decode()
    assert client.post("/account/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    return str(secret)


def test_the_second_step_is_asked_for_and_a_recovery_code_does_as_well(worker: User) -> None:
    client = Client()
    assert log_in(client, worker).status_code == 302
    set_up_app(client)
    assert "两步验证已经打开" in client.get("/account/2fa/").content.decode()
    codes = client.get("/account/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    other = Client()
    answer = log_in(other, worker)
    assert answer.url.startswith("/account/2fa/authenticate/")
    assert other.get("/me/").status_code == 302, "not in yet"
    assert "六位" in other.get(answer.url).content.decode()
    assert other.post(answer.url, {"code": "000000"}).status_code == 200
    assert other.post(answer.url, {"code": codes[0]}).status_code == 302
    assert other.get("/me/").status_code == 200


def test_every_page_of_the_account_opens_in_chinese(worker: User) -> None:
    client = Client()
    log_in(client, worker)
    set_up_app(client)
    pages = {
        "/me/": "账号安全",
        "/account/password/change/": "现在的密码",
        "/account/sessions/": "台设备上登录着",
        "/account/2fa/": "恢复码",
        "/account/2fa/totp/deactivate/": "要关掉应用验证码吗",
        "/account/2fa/recovery-codes/": "还剩 10 个恢复码",
        "/account/2fa/recovery-codes/generate/": "要生成新的恢复码吗",
        "/account/2fa/webauthn/add/": "设通行密钥",
        "/account/2fa/webauthn/": "0 个通行密钥",
        "/account/reauthenticate/": "请确认是您本人",
        "/account/2fa/reauthenticate/": "请确认是您本人",
        "/account/logout/": "要退出吗",
    }
    for address, words in pages.items():
        page = client.get(address)
        assert page.status_code == 200, address
        assert words in page.content.decode(), address
        assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert (
        "现在的密码" not in client.get("/account/password/change/", headers={"Accept-Language": "en"}).content.decode()
    )


def test_the_login_page_offers_a_passkey_and_hands_out_its_challenge(worker: User) -> None:
    assert "用通行密钥登录" in Client().get("/account/login/").content.decode()
    answer = Client().get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})
    assert answer.json()["request_options"]["publicKey"]["challenge"]


def test_too_many_wrong_passwords_are_told_in_plain_words(worker: User, settings: Any) -> None:
    client = Client()
    for _turn in range(settings.AXES_FAILURE_LIMIT):
        answer = log_in(client, worker, "wrong")
    assert answer.status_code == 429
    assert "这个账号要等 15 分钟" in answer.content.decode()
    assert log_in(client, worker).status_code == 429, "the right password, too, has to wait"


def test_a_right_password_clears_the_wrong_ones(worker: User, settings: Any) -> None:
    client = Client()
    for _turn in range(2):
        for _try in range(settings.AXES_FAILURE_LIMIT - 1):
            log_in(client, worker, "wrong")
        assert log_in(client, worker).status_code == 302
        client.post("/account/logout/")


def test_changing_the_password_logs_other_devices_out(worker: User) -> None:
    here, there = Client(), Client()
    log_in(here, worker), log_in(there, worker)
    given = {"oldpassword": PASSWORD, "password1": "other-words-entirely", "password2": "other-words-entirely"}
    assert here.post("/account/password/change/", given).status_code == 302
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302


def test_other_devices_are_listed_and_logged_out(worker: User) -> None:
    here, there = Client(), Client()
    log_in(here, worker), log_in(there, worker)
    assert here.get("/account/sessions/").context["session_count"] == 2
    here.post("/account/sessions/")
    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200


def test_large_type_and_language_are_kept(worker: User) -> None:
    client = Client()
    log_in(client, worker)
    client.post("/me/", {"name": "张德顺", "large_type": "on"})
    assert 'class="large"' in client.get("/me/").content.decode()
    client.post("/i18n/setlang/", {"language": "en", "next": "/me/"})
    assert "Keep the account safe" in client.get("/me/").content.decode()


def test_nobody_signs_up_without_an_invitation() -> None:
    client = Client()
    given = {"username": "stranger", "password1": "three-words-here", "password2": "three-words-here"}
    client.post("/account/signup/", given)
    assert not User.objects.filter(username="stranger").exists()
    assert not Authenticator.objects.exists()


def test_who_forgot_the_password_sets_a_new_one_by_a_link_that_works_once(
    cast: Cast, worker: User, as_user: Any
) -> None:
    client = as_user(cast.officer)
    page = client.post(f"/people/{worker.pk}/password/")
    link = page.context["link"].split("testserver")[1]
    guest = Client()
    assert guest.post(link, {"password": "short"}).status_code == 400
    assert guest.post(link, {"password": "other-words-entirely"}).url == "/account/login/"
    assert Client().get(link).status_code == 404
    assert log_in(guest, worker).status_code == 200, "the old password is over"
    assert log_in(guest, worker, "other-words-entirely").status_code == 302
    assert as_user(cast.neighbour).post(f"/people/{worker.pk}/password/").status_code == 404


def test_nobody_makes_a_password_link_for_a_superior(cast: Cast, as_user: Any) -> None:
    Post.objects.create(user=cast.admin, unit=cast.town, role=Role.INSPECTOR, since="2026-01-01")
    assert as_user(cast.officer).post(f"/people/{cast.admin.pk}/password/").status_code == 403
