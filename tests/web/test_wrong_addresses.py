"""A wrong address or answer gets a page in Danish that says what is wrong and what there is instead."""

from __future__ import annotations

import pytest
from django.test import Client


def page(client: Client, address: str, status: int) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_an_unknown_standard_lists_those_there_are(client: Client) -> None:
    text = page(client, "/standarder/aarhus-2024/", 404)
    assert "Vi har ikke ”aarhus-2024”" in text
    for standard in ("ballerup-undated", "randers-2019", "rebild-2015", "vejle-2023", "viborg-2020"):
        assert f'href="/standarder/{standard}/"' in text


def test_an_unknown_section_lists_those_of_the_standard(client: Client) -> None:
    text = page(client, "/standarder/vejle-2023/999/", 404)
    assert "Vejle Kommunes standard har ingen paragraf, der hedder ”999”" in text
    assert 'href="/standarder/vejle-2023/107/"' in text


def test_a_section_that_another_council_has_leads_there(client: Client) -> None:
    text = page(client, "/standarder/ballerup-undated/107/", 404)
    assert "Vejle Kommune" in text
    assert 'href="/standarder/vejle-2023/107/"' in text


def test_a_misspelt_rule_finds_the_one_that_was_meant(client: Client) -> None:
    assert 'href="/regel/vejle-107-follow-up/"' in page(client, "/regel/vejle-107-folow-up/", 404)


def test_any_other_wrong_address_offers_a_search(client: Client) -> None:
    text = page(client, "/findes/slet/ikke/", 404)
    assert "Siden findes ikke" in text
    assert 'action="/soeg/"' in text


@pytest.mark.parametrize(
    "address", ["/lov/999/", "/sammenlign/?section=999", "/proev/?section=999", "/frister/?standard=nix", "/fund/?standard=nix", "/proev/?standard=nix"]
)
def test_a_wrong_choice_lists_what_can_be_chosen(client: Client, address: str) -> None:
    text = page(client, address, 404)
    assert "m-dir" in text


def test_a_wrong_answer_says_which_what_and_what_to_write(client: Client) -> None:
    text = page(client, "/proev/?standard=vejle-2023&section=107&moved_in=i+overmorgen&needs_round_the_clock=ja", 400)
    assert "Der er 1 ting at rette" in text
    assert "Skriv en dato, fx 30-11-2026" in text
    assert 'value="i overmorgen"' in text
    assert 'href="#f-moved_in"' in text
    assert 'id="f-needs_round_the_clock-1" value="ja" checked' in text


def test_two_wrong_answers_get_one_error_each(client: Client) -> None:
    text = page(client, "/proev/?standard=vejle-2023&section=107&moved_in=x&on=y", 400)
    assert "Der er 2 ting at rette" in text


def test_what_we_do_not_know_is_skipped_and_said(client: Client) -> None:
    assert "sprunget over" in page(client, "/proev/?standard=vejle-2023&section=107&farve=roed", 200)


def test_one_council_is_too_few_to_compare(client: Client) -> None:
    text = page(client, "/sammenlign/?section=85&standard=vejle-2023", 400)
    assert "Vælg mindst to kommuner" in text


@pytest.mark.parametrize(
    "address",
    [
        "/soeg/?q=%00",
        "/soeg/?q=" + "a" * 3000,
        "/soeg/?q=<script>alert(1)</script>&side=-4",
        "/proev/?section=107&moved_in=9999-99-99",
        "/proev/?section=107&moved_in=0001-01-01",
        "/proev/?section=97&born=31-12-2149",
        "/proev/?section=100&monthly_expense=1.250.50",
        "/proev/?section=100&monthly_expense=-5",
        "/proev/?on=2026-02-30",
        "/sammenlign/?start=banan",
        "/fund/?side=999&slags=nix",
        "/fund/?standard=vejle-2023&standard=viborg-2020",
        "/proev/?" + "&".join(f"x{n}=1" for n in range(300)),
    ],
)
def test_hostile_input_gets_an_answer_and_no_fault(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code in (200, 302, 400, 404)
    assert "<script>alert" not in response.content.decode()
