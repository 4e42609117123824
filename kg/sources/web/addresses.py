"""Which URLs are asked for: http and https, without a password, of hosts that stand in the open network."""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx2

from kg.sources.web.failures import Failed, Unreachable

_GIVEN = IPv6Network("2000::/3")  # what is given out of IPv6; the rest of it has special uses
_TRANSLATED = IPv6Network("64:ff9b::/96")  # IPv4 as networks without it see it
_NO_IRI = re.compile(r"[\\|^]|%(?![0-9A-Fa-f]{2})")  # what httpx2 lets stand and no IRI may hold
_USER = re.compile(r"//[^/?#]*@")


def checked(written: str) -> httpx2.URL:
    """The URL that is meant, in its one spelling, without fragment.

    Raises Failed where it is none, is not of the web, or holds a user name or password.
    """
    try:
        url = httpx2.URL(_NO_IRI.sub(lambda char: f"%{ord(char[0]):02X}", written.strip()))
    except httpx2.InvalidURL:
        raise Failed("is no URL", "check how it is spelled") from None
    if url.scheme not in ("http", "https"):
        raise Failed("is not of http or https", "save the page and name the file")
    if not url.host or "%" in url.host:
        raise Failed("names no host", "check how it is spelled")
    if url.userinfo:
        raise Failed("holds a user name or password, which is never sent", "save the page and name the file")
    return url.copy_with(fragment=None, raw_path=url.raw_path or b"/")


def led_to(url: httpx2.URL, location: str) -> httpx2.URL:
    """The URL that a redirect leads to.

    Raises Failed where it leads to none that is asked for.
    """
    try:
        return checked(str(url.join(location)))
    except httpx2.InvalidURL:
        raise Failed("leads on to what is no URL", "check it in a browser") from None


def shown(written: str) -> str:
    """A URL as it may be shown: without the password that it should not hold."""
    return _USER.sub("//…@", written)


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, in the order in which they are to be tried.

    Raises Unreachable where the name can't be resolved.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(str(error.strerror) if isinstance(error, OSError) else "no name of a host") from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Whether an IP address stands in the open network, also where it wraps one of IPv4.

    >>> is_public("8.8.8.8"), is_public("::ffff:127.0.0.1"), is_public("169.254.169.254")
    (True, False, False)
    """
    ip: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _TRANSLATED:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is None and ip not in _GIVEN:
            return False
        ip = inner or ip
    return ip.is_global and not ip.is_multicast
