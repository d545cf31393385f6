"""One address for each screen, used by every test that goes through them all."""

from __future__ import annotations

SCREENS = {
    "public:front": "/",
    "public:standards": "/standarder/",
    "public:standard": "/standarder/vejle-2023/",
    "public:section": "/standarder/vejle-2023/107/",
    "public:rules": "/standarder/vejle-2023/107/regler/",
    "public:whole": "/standarder/ballerup-undated/samlet/",
    "public:rule": "/regel/vejle-107-follow-up/",
    "public:deadlines": "/frister/?standard=viborg-2020",
    "public:findings": "/fund/?standard=alle",
    "public:compare": "/sammenlign/?section=85&standard=vejle-2023&standard=randers-2019&standard=viborg-2020",
    "public:try": "/proev/?standard=vejle-2023&section=107&moved_in=30-11-2026",
    "public:search": "/soeg/?q=ledsagelse",
    "public:words": "/ord/",
    "public:law": "/lov/",
    "public:rates": "/lov/satser/",
    "public:law_section": "/lov/107/",
    "public:law_rules": "/lov/107/regler/",
    "shell:accessibility": "/tilgaengelighed/",
    "shell:privacy": "/om-oplysninger/",
    "shell:keys": "/genveje/",
    "components:gallery": "/komponenter/",
    "components:casework": "/komponenter/sagsarbejde/",
}
# The same screens in other states, to be looked at as well.
STATES = {
    "ingen svar": "/soeg/?q=xyzzy",
    "tom søgning": "/soeg/",
    "fejl i et svar": "/proev/?standard=vejle-2023&section=107&moved_in=i+morgen&on=32-13-2026",
    "alle fem": "/proev/?standard=alle&section=85&started=2026-01-31",
    "en standard uden frister": "/frister/?standard=vejle-2023",
    "ukendt paragraf": "/standarder/vejle-2023/999/",
    "ukendt side": "/findes-ikke/",
    "ukendt regel": "/regel/vejle-107-folow-up/",
    "en kommune valgt": "/sammenlign/?section=107&standard=vejle-2023",
    "en lang regel": "/standarder/viborg-2020/101/",
}
# Answers for machines: no page to look at.
MACHINES = {"shell:health": "/sund/", "shell:robots": "/robots.txt", "shell:favicon": "/favicon.ico"}
