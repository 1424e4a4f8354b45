"""Which addresses of the internet are outside: whoever speaks with hosts that strangers name asks here, so that nobody reaches
what lies inside the paper's own network through it.

Sources: the registries of special addresses of IANA (RFC 6890), RFC 6052 and 8215 (NAT64), RFC 4380 (Teredo).
"""

import ipaddress
import os
import re

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

_CLOSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",  # shared space of carriers, and the metadata host of one cloud
        "168.63.129.16/32",  # the metadata host of another, with a public number
        "192.0.0.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.175.48.0/24",
        "64:ff9b::/96",  # NAT64: any IPv4 address behind it
        "64:ff9b:1::/48",
        "2001::/23",  # Teredo, ORCHID, and other addresses that stand for something else
        "2002::/16",  # 6to4: any IPv4 address behind it
        "2620:4f:8000::/48",
        "3fff::/20",
        "5f00::/16",
    )
)
_GLOBAL_6 = ipaddress.ip_network("2000::/3")


def is_public(ip: Ip) -> bool:
    """Whether ``ip`` belongs to the public internet, and to nothing that stands for another address.

    >>> is_public(ipaddress.ip_address("93.184.216.34")), is_public(ipaddress.ip_address("::ffff:93.184.216.34"))
    (True, False)
    """
    if ip.version == 6 and ip not in _GLOBAL_6:
        return False
    if any(ip in network for network in _CLOSED if network.version == ip.version):
        return False
    return ip.is_global and not (
        ip.is_private or ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local
    )


def local_hosts() -> frozenset[str]:
    """The hosts (or ``host:port``) that ``HARKARA_LOCAL_HOSTS`` names: these may have private addresses and any port."""
    words = re.split(r"[\s,]+", os.environ.get("HARKARA_LOCAL_HOSTS", ""))
    return frozenset(word.casefold() for word in words if word)
