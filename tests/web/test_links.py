"""Every internal link answers, and everything is at most three clicks from the front page."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urldefrag, urljoin

from django.test import Client

from mestring.rules import rulebook

CLICKS = 3
# Every rule links to a trial of each of its examples: some of them stand for all, and the examples are run in a test of their own.
SAMPLE = 40


def links_of(content: str, here: str) -> set[str]:
    found = {unescape(link) for link in re.findall(r'<a\b[^>]*\shref="([^"]+)"', content)}
    return {
        urljoin(here, link.removeprefix("http://testserver"))
        for link in found
        if not link.startswith(("http:", "https:", "mailto:")) or link.startswith("http://testserver")
    }


def test_every_link_answers_and_everything_is_three_clicks_away(client: Client) -> None:
    seen: dict[str, int] = {"/": 0}
    anchors: dict[str, set[str]] = {}
    ids: dict[str, set[str]] = {}
    queue = ["/"]
    broken = []
    trials = 0
    while queue:
        here = queue.pop(0)
        response = client.get(here)
        if response.status_code == 302:
            response = client.get(response["Location"])
        if response.status_code != 200:
            broken.append((here, response.status_code))
            continue
        content = response.content.decode()
        ids[here] = set(re.findall(r'\sid="([^"]+)"', content))
        if here.startswith("/soeg/") and "side=" in here:
            continue
        for link in sorted(links_of(content, here)):
            address, fragment = urldefrag(link)
            if fragment:
                anchors.setdefault(address, set()).add(fragment)
            if address in seen:
                continue
            if address.startswith("/proev/?"):
                trials += 1
                if trials % SAMPLE:
                    continue
            seen[address] = seen[here] + 1
            # What is farther away than three clicks is reached another way, or not at all: the sets below tell.
            if seen[address] <= CLICKS:
                queue.append(address)
    assert broken == []
    lost = {(address, one) for address, wanted in anchors.items() if address in ids for one in wanted if one not in ids[address]}
    assert lost == set()
    near = {address for address, clicks in seen.items() if clicks <= CLICKS}
    book = rulebook.open_library()
    assert {f"/regel/{entry.id}/" for entry in book.entries()} - near == set()
    sections = {f"/standarder/{standard.id}/{name}/" for standard in book.standards.values() for entry in standard.entries for name in entry.sections}
    assert sections - near == set()
