"""The address of the mail server: what it means, and that a wrong one is refused without showing its password."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.server.mail import MailServer, NoMailServer, mail_server


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("", MailServer()),
        ("smtp://mail.example.org", MailServer("mail.example.org", 25)),
        ("smtp://localhost:2525/", MailServer("localhost", 2525)),
        ("smtps://a:b@mail.example.org", MailServer("mail.example.org", 465, "a", "b", tls=True)),
        ("smtp+starttls://a:b@[::1]:587", MailServer("::1", 587, "a", "b", starttls=True)),
    ],
)
def test_an_address_names_a_server(url: str, meant: MailServer) -> None:
    assert mail_server(url) == meant


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_any_name_and_password_can_be_written(name: str, word: str) -> None:
    found = mail_server(f"smtp://{quote(name, safe='')}:{quote(word, safe='')}@mail.example.org")
    assert (found.username, found.password) == (name, word)


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://a:hidden@mail.example.org",
        "smtp://",
        "smtp://a:hidden@",
        "smtp://a:hidden@mail.example.org:many",
        "smtp://a:hidden@mail.example.org:99999",
        "smtp://a:hid/den@mail.example.org",
        "smtp://a:hidden@mail.example.org/?tls=1",
    ],
)
def test_a_wrong_address_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(NoMailServer, match=r"smtp\+starttls://name:password@mail.example.org:587") as refusal:
        mail_server(url)
    assert "hid" not in str(refusal.value)
