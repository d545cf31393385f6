"""What a caseworker answers when a standard or law asks, and what they choose by the council's own standard: the common case, which a story says otherwise about where it matters."""

from __future__ import annotations

from datetime import date
from typing import Any

from mestring.cases.models import Application
from mestring.decisions import proposals
from mestring.decisions.proposals import Asked
from mestring.followups.models import Kind
from mestring.followups.watching import Watch
from mestring.rules.kinds import Done

YES = frozenset({"acting_municipality_is_council", "close_relative", "can_attend_offer", "applied_for_specific_service"})
"""Facts that are usually so. What is not here is usually not."""
NOT = frozenset({"accompaniment_covered_otherwise"})
"""What a person judges, and usually finds not to be so: to the citizen's good."""
UNABLE = ("significant_impairment", "special_social_problems")
"""What § 85 asks for the one or the other of: somebody who has neither is not within it."""
CHOSEN = {"housing": "own_home", "day_offer_access": "assessed", "treatment_provider_kind": "approved_psychologist", "support_85_form": "ongoing"}

JUDGED = {
    "significant_impairment": "Vanskelighederne griber ind i det meste af hverdagen og har gjort det længe.",
    "permanent_impairment": "Lægens oplysninger viser, at tilstanden er varig, og at der ikke er mere behandling at vente på.",
    "impairment": "Funktionsevnen er nedsat, men kun på nogle områder.",
    "needs_support_85": "Der er brug for en, der kommer igen og øver det sammen med borgeren. Det løser ikke sig selv.",
    "needs_substantial_daily_support": "Det er dagligdagen, det handler om: at komme op, få spist og holde kontakten til andre.",
    "less_intrusive_not_enough": "Råd i telefonen og en gruppe er prøvet. Det holdt ikke, når borgeren var alene hjemme.",
    "offer_can_improve_or_prevent": "Borgeren er motiveret, og vanskelighederne er så nye, at et kort forløb kan vende det.",
    "cannot_get_about_alone": "Borgeren finder ikke rundt uden for de veje, der er øvet, og bliver væk.",
    "companion_needs_no_special_skill": "Borgeren skal bruge en at gå med. Det kræver ingen særlig uddannelse.",
    "can_request_accompaniment": "Borgeren siger selv, hvor turen skal gå hen, og skal ikke motiveres til det.",
    "can_express_wish": "Borgeren nævner selv svømmehallen, biblioteket og fodbold på lægterne.",
    "aware_of_activity": "Borgeren kan fortælle, hvad der sker de steder, og hvad det er godt for.",
    "can_benefit_from_accompaniment": "Borgeren får mere ud af ugen, når der er en at følges med.",
    "can_express_use_of_accompaniment": "Borgeren planlægger selv turene en uge frem.",
    "needs_company_or_stimulation": "Borgeren er alene de fleste dage og mister det, der er lært.",
    "activity_maintains_skills": "Faste dage holder døgnrytmen og det, borgeren kan i køkkenet.",
    "needs_extensive_daily_help": "Der er brug for hjælp til næsten alt fra morgen til aften.",
    "needs_round_the_clock": "Det er om natten, det går galt. Der skal være en vågen at gå til.",
    "stay_resolves_or_trains": "Et ophold med faste rammer kan træne det, der skal til for at bo selv igen.",
    "expected_to_manage_ordinary_home": "Før indlæggelsen klarede borgeren egen lejlighed i fire år.",
    "need_for_accommodation_temporary": "Borgeren vil bo selv igen, og det er der udsigt til.",
    "needs_temporary_stay": "Støtte i eget hjem er prøvet og rækker ikke lige nu.",
    "cannot_hold_ordinary_job": "Tre praktikker er stoppet, da tempoet steg.",
    "cannot_use_offers_other_law": "Jobcentret har ikke flere tilbud, der kan tilpasses nok.",
    "has_minimum_work_capacity": "Borgeren løser kendte opgaver i to timer ad gangen.",
}
UNASSESSED = "Samtalerne og papirerne i sagen viser behovet. En hel udredning vil ikke oplyse mere, der har betydning for afgørelsen."
_ELSE = "Vurderet ud fra udredningen og samtalerne."

WEIGHED = {
    "82a": "Et gruppeforløb dækker ikke det, borgeren har brug for hjælp til.",
    "82b": "Et halvt år er for kort til det, der skal læres.",
    "82d": "Der er ikke brug for frivillige ved siden af nu.",
    "83": "Borgeren kan selv, når der er en ved siden af. Der er ikke brug for praktisk hjælp i stedet.",
    "83a": "Genoptræning er ikke det, der mangler.",
    "84": "Der er ingen pårørende, som passer borgeren hjemme.",
    "85": "Der er ikke brug for socialpædagogisk støtte ved siden af.",
    "85a": "Borgeren har en bolig og er ikke ved at miste den.",
    "95": "Der er ikke behov for hjælpere efter § 95.",
    "96": "Behovet er ikke så stort, at der skal ansættes hjælpere.",
    "97": "Borgeren kommer omkring uden ledsager.",
    "98": "Borgeren er ikke døvblind.",
    "99": "Borgeren har kontakt til kommunen og skal ikke opsøges.",
    "101": "Der er intet misbrug at behandle.",
    "101a": "Der er intet misbrug at behandle.",
    "102": "Psykiatrien har den behandling, der er brug for.",
    "103": "Borgeren søger ikke arbejde nu.",
    "104": "Et dagtilbud er for meget på én gang. Det kan tages op senere.",
    "105": "Der er ingen kørsel at dække.",
    "107": "Borgeren kan blive boende hjemme med støtte.",
    "108": "Der er ikke behov for en varig boform.",
    "109": "Der er ingen, borgeren skal i sikkerhed for.",
    "110": "Borgeren har et sted at bo.",
    "abl-105": "Den bolig, borgeren har, passer til behovet.",
}

_HOURS = {1: 100, 2: 150, 3: 300, 4: 450, 5: 550}
"""Hours a week for each step of § 85, in hundredths, where the standard counts neither steps nor hours."""
PURPOSE = "Hjælpen skal gøre det lettere for dig at klare din hverdag."
"""What help is for, where a story says nothing else."""
PAYMENTS = {
    "85": "Støtten er gratis. Du betaler selv det, du køber, og det, I laver sammen ude.",
    "97": "Ledsagelsen er gratis. Du betaler dine egne udgifter undervejs.",
    "104": "Tilbuddet er gratis. Du betaler selv din mad.",
    "107": "Du betaler for at bo der. Vi regner beløbet ud, når stedet er valgt, og sender dig en særskilt afgørelse.",
    "109": "Du betaler for opholdet for hver dag. Stedet giver dig beløbet på skrift.",
    "110": "Du betaler for opholdet for hver dag. Stedet giver dig beløbet på skrift.",
}


def answer(asked: Asked, on: date) -> Any:
    """What is usually answered about a fact that is not judged."""
    if asked.type == "yes_no":
        return asked.id in YES
    if asked.type == "choice":
        return CHOSEN.get(asked.id) or asked.options[0][0]
    if asked.type == "date":
        return on
    return "none" if asked.may_be_none else "0"


def judged(fact: str) -> str:
    """The words of a judgement."""
    return JUDGED.get(fact, _ELSE)


def weighed(application: Application, said: dict[str, str]) -> dict[str, str]:
    """Why each of the other sections has no bearing."""
    others = [one.section for one in proposals.other_provisions(application.standard, application.section)]
    return {one: said.get(one) or WEIGHED.get(one, "Bestemmelsen har ingen betydning her.") for one in others}


def measure(application: Application, step: int, on: date) -> dict[str, Any]:
    """A step of § 85 by the council's own standard: its level and hours, else hours a week."""
    said = proposals.proposal(application.standard, application.section, {}, on)
    found = next((one for part in said.level for one in part.choices if one.key == str(step)), None)
    if found is None:
        return {"amount": _HOURS[step], "unit": "hours_week"}
    chosen: dict[str, Any] = {"level": found.key, "level_label": found.label}
    if hours := found.values.get("face_to_face"):
        return {**chosen, "amount": int(hours * 100), "unit": "hours_week"}
    if period := found.values.get("period"):
        few, many = found.values["contacts"]
        return {**chosen, "extent": f"Vi kommer {few if many == 'open' else f'{few}–{many}'} gange {period}."}
    return {
        **chosen,
        "extent": {1: "Vi kommer hver anden uge.", 2: "Vi kommer en gang om ugen.", 3: "Vi kommer to gange om ugen."}.get(
            step, "Vi kommer de fleste hverdage."
        ),
    }


def comes_again(watch: Watch, kind: Kind, on: date) -> bool:
    """Whether the standard has another of a kind to come, once one has been held today."""
    answered = watch.owing(kind).by_rule or watch.done(kind).covered
    return any(one.owed(Done(answered, on)).day for one in watch.rhythms if one.kind == kind)
