"""What each role's menu holds, and where each begins."""

from __future__ import annotations

from mestring.people.access import Actor, Role

MENUS: dict[str, tuple[tuple[str, str], ...]] = {
    Role.CASEWORKER: (("caseworker:work", "Mit arbejde"), ("caseworker:inquiries", "Henvendelser"), ("committee:meetings", "Udvalg")),
    Role.TEAM_LEADER: (
        ("team_leader:overview", "Overblik"),
        ("caseworker:work", "Mit arbejde"),
        ("caseworker:inquiries", "Henvendelser"),
        ("team_leader:sample", "Stikprøve"),
    ),
    Role.COMMITTEE: (("committee:meetings", "Møder"),),
    Role.SHELTER: (("shelter:referrals", "Sager til afgørelse"),),
    Role.PROVIDER: (("provider:today", "I dag"), ("provider:week", "Ugen"), ("provider:orders", "Bestillinger"), ("provider:groups", "Hold")),
    Role.ADMINISTRATOR: (
        ("administrator:employees", "Medarbejdere"),
        ("administrator:units", "Enheder"),
        ("administrator:providers", "Leverandører"),
        ("administrator:deadlines", "Frister"),
        ("administrator:log", "Loggen"),
    ),
}
CITIZENS = (("citizen:own", "Min sag"), ("citizen:log", "Min log"))
EVERYBODY = (("public:standards", "Standarder"),)


def menu(actor: Actor) -> list[tuple[str, str]]:
    """Route and text of each item, those of the first role first, none twice."""
    found: dict[str, str] = {}
    for post in actor.posts:
        for route, text in MENUS.get(post.role, ()):
            found.setdefault(route, text)
    if actor.citizen or actor.represents:
        found.update(CITIZENS)
    found.update(EVERYBODY)
    return list(found.items())
