"""No page is asked for at an address that is not meant to be asked, whatever a name server or a redirect says."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st
from website import Site, fetcher, site

from kg.sources.web import connecting
from kg.sources.web.addresses import checked, is_public, shown
from kg.sources.web.failures import Failed, Unreachable


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_open_network_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "0.0.0.0", "255.255.255.255"),
        *("169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "100::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1"),  # IPv4 in IPv6, of each kind
        *("64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a9fe:a9fe::"),
    ],
)
def test_an_address_of_this_machine_or_its_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_changes_nothing(address: ipaddress.IPv4Address) -> None:
    wrapped = (f"::ffff:{address}", f"64:ff9b::{address}")
    assert {is_public(one) for one in wrapped} == {is_public(str(address))}


@pytest.mark.parametrize(
    "spelling",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "127。0。0。1",
        "[::ffff:7f00:1]",
        "[::1]",
        "localhost",
        "0",
    ],
)
def test_this_machine_is_not_asked_however_it_is_spelled(web: Site, tmp_path: Path, spelling: str) -> None:
    with pytest.raises(Failed, match=r"private address.*--allow-private|is no URL|can't be reached"):
        fetcher(tmp_path, allow_private=False).fetch(web.url.replace("127.0.0.1", spelling))
    assert web.asked == []


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("ftp://example.org/x", "http or https"),
        ("file:///etc/passwd", "http or https"),
        ("http:///x", "no host"),
        ("http://ex ample.org/", "no host"),
        ("http://[fe80::1%25eth0]/", "no host"),
        ("http://exa\nmple.org/", "no URL"),
        ("http://[::1/", "no URL"),
        ("http://ada:secret@example.org/", "password"),
        ("http://ada@example.org/", "password"),
    ],
)
def test_what_is_no_plain_url_of_the_web_is_refused(written: str, what: str) -> None:
    with pytest.raises(Failed, match=what):
        checked(written)


def test_a_url_has_one_spelling() -> None:
    assert str(checked(" HTTP://Example.ORG:80#part ")) == str(checked("http://example.org/")) == "http://example.org/"
    assert str(checked("http://example.org/ü|x%zz?q=a b")) == "http://example.org/%C3%BC%7Cx%25zz?q=a%20b"


def test_no_password_is_shown() -> None:
    assert shown("http://ada:secret@example.org/x@y") == "http://…@example.org/x@y"
    assert "secret" not in shown("http://ada:se@secret@example.org")


def test_the_address_that_was_checked_is_the_one_that_is_asked(web: Site, tmp_path: Path) -> None:
    """A name server that gives another address the second time gains nothing: no name is resolved twice."""
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    web.page("/", "page")
    page = fetcher(tmp_path, resolve=resolve).fetch(web.url.replace("127.0.0.1", "rebinding.invalid"))
    assert page.body == b"page"
    assert asked == ["rebinding.invalid"] * 2  # robots.txt and the page; the system's resolver knows no such host
    assert web.headers[-1]["Host"].startswith("rebinding.invalid:")


@pytest.fixture
def loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes 127.0.0.1 for a public address, so that there is a site to come from."""
    monkeypatch.setattr(connecting, "is_public", lambda address: address == "127.0.0.1" or is_public(address))


@pytest.mark.usefixtures("loopback_is_public")
@pytest.mark.parametrize(
    "target", ["http://127.0.0.2/", "http://169.254.169.254/latest/meta-data/", "//10.0.0.1/", "http://inside.example/"]
)
def test_a_redirect_to_a_private_address_is_refused(web: Site, tmp_path: Path, target: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["10.0.0.7"] if host == "inside.example" else [host]

    web.moved("/", target)
    with pytest.raises(Failed, match="private address"):
        fetcher(tmp_path, allow_private=False, resolve=resolve).fetch(web.url)
    assert web.times("/") == 1


@pytest.mark.usefixtures("loopback_is_public")
def test_one_private_address_among_those_of_a_host_is_enough_to_refuse_it(web: Site, tmp_path: Path) -> None:
    both = fetcher(tmp_path, allow_private=False, resolve=lambda host, port: ["127.0.0.1", "192.168.0.1"])
    with pytest.raises(Failed, match=r"192\.168\.0\.1"):
        both.fetch(web.url)
    assert web.asked == []


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("file:///etc/passwd", "http or https"),
        ("http://ada:secret@127.0.0.1/", "password"),
        ("http://[", "no host"),
        ("javascript:alert(1)", "http or https"),
    ],
)
def test_a_redirect_out_of_the_web_is_refused(web: Site, tmp_path: Path, target: str, what: str) -> None:
    web.moved("/", target)
    with pytest.raises(Failed, match=what) as caught:
        fetcher(tmp_path).fetch(web.url)
    assert "secret" not in str(caught.value)


def test_redirects_are_followed_and_have_an_end(web: Site, tmp_path: Path) -> None:
    web.moved("/old", "/new", 301)
    web.page("/new", "page")
    web.moved("/round", "/round")
    page = fetcher(tmp_path).fetch(f"{web.url}/old")
    assert (page.asked, page.url, page.body) == (f"{web.url}/old", f"{web.url}/new", b"page")
    with pytest.raises(Failed, match="leads on more than 10 times"):
        fetcher(tmp_path).fetch(f"{web.url}/round")
    assert web.times("/round") == 11


def test_the_next_address_is_asked_where_the_first_does_not_answer(web: Site, tmp_path: Path) -> None:
    web.page("/", "page")
    assert fetcher(tmp_path, resolve=lambda host, port: ["127.0.0.9", "127.0.0.1"]).fetch(web.url).body == b"page"


def test_an_address_of_ipv6_is_asked_under_its_name(tmp_path: Path) -> None:
    try:
        with site("::1") as web:
            web.page("/", "page")
            assert fetcher(tmp_path).fetch(web.url).body == b"page"
            assert web.headers[-1]["Host"] == web.url.removeprefix("http://")
    except OSError:
        pytest.skip("this machine has no IPv6")


@pytest.mark.parametrize("name", ["notes.example", "other.example"])
def test_a_certificate_has_to_be_that_of_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The connection goes to an address that was checked; who answers there still has to be who was asked."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("notes.example").configure_cert(context)
    with site(tls=context) as web:
        web.page("/", "page")
        url = web.url.replace("127.0.0.1", name)
        here = {"resolve": lambda host, port: ["127.0.0.1"]}
        with pytest.raises(Unreachable, match="certificate verify failed"):
            fetcher(tmp_path, **here).fetch(url)  # nobody vouches for it
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        if name == "notes.example":
            assert fetcher(tmp_path, **here).fetch(url).body == b"page"
        else:
            with pytest.raises(Unreachable, match=r"not valid for 'other\.example'"):
                fetcher(tmp_path, **here).fetch(url)
            assert web.asked == []


def test_no_proxy_of_the_environment_is_asked(web: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    web.page("/", "page")
    assert fetcher(tmp_path).fetch(web.url).body == b"page"
