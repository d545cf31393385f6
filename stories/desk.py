"""What people at a desk do, in the words of a story. Every verb is the house's own act, done by whoever sits there on the day it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mestring.assessments import actions as assessing
from mestring.assessments import proposals as methods
from mestring.assessments.models import Assessment
from mestring.cases import proposals
from mestring.cases.actions import application as applications
from mestring.cases.actions import case as cases
from mestring.cases.actions import dispatch, disqualification, glass, helping, inquiry, journal, letter, papers, writing
from mestring.cases.actions.application import Wanted
from mestring.cases.models import AnonymousInquiry, Application, Case, Document, Hold, InformationRequest, Inquiry, Letter, Note
from mestring.cases.models.inquiry import FirstWord
from mestring.complaints import actions as complaining
from mestring.complaints.models import Complaint
from mestring.decisions import actions as deciding
from mestring.decisions.gates import Code
from mestring.decisions.gathering import Outlook, outlook, read_facts
from mestring.decisions.models import AgendaItem, Consideration, Decision, Grant, Hearing, Meeting, Preparation, Recommendation, Referral
from mestring.decisions.proposals import eligibility, open_lengths
from mestring.delivery import actions as delivering
from mestring.delivery.models import ChangeReport, CompanionChoice, Goal, Order, Plan, StatusNote, TeamMember
from mestring.delivery.states import GoalState
from mestring.followups import actions as following
from mestring.followups import watching
from mestring.followups.models import AgreedDate, FollowUp
from mestring.followups.models import Kind as Held
from mestring.followups.models.follow_up import Basis
from mestring.people.access import Actor
from mestring.people.actions import citizen as people
from mestring.people.models import Account, Citizen, Consent, Employee, Relation, Representation, Unit
from stories import judging
from stories.house import House
from stories.portraits import GROUPS, Portrait, topic_code

Kind, Acts = Note.Kind, Representation.Kind


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody at work in a unit."""

    house: House
    key: str
    unit: Unit

    @property
    def by(self) -> Actor:
        """Whoever sits here, with the rights of the day."""
        return self.house.who(self.key)

    @property
    def on(self) -> date:
        """The day it is."""
        return self.house.on

    @property
    def employee(self) -> Employee:
        """Whoever sits here, as a row."""
        return self.house.people[self.key]

    @property
    def standard(self) -> str:
        """The council's standard."""
        return self.house.standard.id

    def _made(self, kind: str, thing: Any) -> Any:
        return self.house.tale.add(kind, thing) if self.house.tale else thing

    # -------------------------------------------------------------------------------------------- people

    def meets(self, first_name: str, last_name: str, born_on: date | None = None, *, number: str | None = None, **more: Any) -> Citizen:
        """Register somebody who lives in the town; `number` is a number that can't be, unless told."""
        postal, town = self.house.town
        values: dict[str, Any] = {"street": "Opfundetvej 12", "postal_code": postal, "city": town, "born_on": born_on, **more}
        found = people.register_citizen(
            self.unit, by=self.by, on=self.on, first_name=first_name, last_name=last_name, number=self.house.number() if number is None else number, **values
        )
        return self._made("citizen", found)

    def learns(self, citizen: Citizen, **values: Any) -> None:
        """Correct what is known about somebody."""
        citizen.refresh_from_db()
        people.change_citizen(citizen, by=self.by, on=self.on, seen=citizen.version, **values)
        deciding.note_death(citizen, by=self.by, on=self.on)

    def closes_grant(self, grant: Grant) -> None:
        """Close the help of a citizen who has died."""
        grant.refresh_from_db()
        deciding.close_grant(grant, by=self.by, on=self.on)

    def represents(self, citizen: Citizen, kind: str, name: str, **more: Any) -> Representation:
        """Note who acts for, or beside, somebody."""
        values: dict[str, Any] = {"since": self.on, "receives_letters": kind != Acts.COMPANION, **more}
        return self._made("representation", people.add_representation(citizen, by=self.by, on=self.on, kind=kind, name=name, **values))

    def gets_consent(self, case: Case, source: str, purpose: str, *, form: str = "written", until: date | None = None) -> Consent:
        """The citizen says yes to facts being fetched."""
        found = people.give_consent(
            case.citizen, by=self.by, on=self.on, source=source, purpose=purpose, form=form, since=self.on, until=until, case=case.public_id
        )
        return self._made("consent", found)

    def lets_in(self, citizen: Citizen, username: str) -> Account:
        """Give somebody a way in to *Min sag*. The administrator's act."""
        return people.open_account(citizen, by=self.by, on=self.on, username=username)

    def keeps_away_from(self, citizen: Citizen, reason: str) -> None:
        """Declare that whoever sits here must not handle somebody's case."""
        self._made("disqualification", disqualification.keep_away(self.employee, citizen, reason=reason, by=self.by, on=self.on))

    def lets_help(self, case: Case, key: str, reason: str, *, until: date) -> Relation:
        """Let a colleague of another team work with one case for a time."""
        values = {"reason": reason, "since": self.on, "until": until}
        return self._made("helper", helping.let_help(case, self.house.people[key], by=self.by, on=self.on, **values))

    def breaks_glass(self, case: Case, category: str, reason: str) -> Relation:
        """Open a case outside one's relations."""
        return self._made("glass", glass.break_glass(case, by=self.by, on=self.on, category=category, reason=reason))

    def reviews_glass(self, broken: Relation, case: Case, review: str) -> None:
        """Review broken glass, as the leader."""
        glass.review_glass(broken, case, by=self.by, on=self.on, review=review)

    # -------------------------------------------------------------------------------------------- the first word

    def hears(self, about: str, *, channel: str = "phone", citizen: Citizen | None = None, from_whom: str = "", received_on: date | None = None) -> Inquiry:
        """Somebody asks."""
        values = {"channel": channel, "received_on": received_on or self.on, "about": about, "citizen": citizen, "from_whom": from_whom}
        return self._made("inquiry", inquiry.receive_inquiry(self.unit, by=self.by, on=self.on, **values))

    def hears_nobody(self, about: str, *, channel: str = "phone") -> AnonymousInquiry:
        """Somebody asks who says no name."""
        found = inquiry.receive_anonymous_inquiry(self.unit, by=self.by, on=self.on, channel=channel, received_on=self.on, about=about)
        return self._made("anonymous", found)

    def advises(self, asked: FirstWord, advice: str) -> None:
        """Answer with advice."""
        inquiry.end_with_advice(asked, by=self.by, on=self.on, advice=advice)

    def refers(self, asked: FirstWord, to: str, because: str) -> None:
        """Show the way elsewhere."""
        inquiry.refer_elsewhere(asked, by=self.by, on=self.on, to=to, because=because)

    def enrols(self, asked: FirstWord, section: str) -> Case | None:
        """Let somebody begin in an offer that needs no decision; who says their name begins in a case."""
        return inquiry.enrol(asked, by=self.by, on=self.on, standard=self.standard, section=section)

    # -------------------------------------------------------------------------------------------- the case

    def opens(self, citizen: Citizen, *, mine: bool = True, **more: Any) -> Case:
        """Open a case in one's unit, one's own or nobody's."""
        responsible = self.employee if mine else None
        return self._made("case", cases.open_case(citizen, by=self.by, on=self.on, team=self.unit, responsible=responsible, **more))

    def gives_to(self, case: Case, key: str) -> None:
        """Give the case to a caseworker."""
        cases.assign(case, by=self.by, on=self.on, responsible=self.house.people[key])

    def hands_over(self, case: Case, unit: str) -> None:
        """Hand the case over to another team."""
        cases.move_to_team(case, by=self.by, on=self.on, team=self.house.units[unit])

    def closes(self, case: Case, because: str) -> None:
        """Close a case."""
        case.refresh_from_db()
        cases.close_case(case, by=self.by, on=self.on, because=because)

    def receives(self, case: Case, section: str, words: str, *, kind: str = "", **more: Any) -> Application:
        """An application for one section; its kind is the standard's for a new one unless told."""
        return self.receives_several(case, {section: kind}, words, **more)[0]

    def receives_several(self, case: Case, sections: Mapping[str, str], words: str, *, channel: str = "form", **more: Any) -> list[Application]:
        """One application for several sections: their kinds by section."""
        wanted = [Wanted(section, kind or self._new_kind(section)) for section, kind in sections.items()]
        values: dict[str, Any] = {"received_on": self.on, **more}
        made = applications.receive_application(case, by=self.by, on=self.on, standard=self.standard, wanted=wanted, words=words, channel=channel, **values)
        return [self._made("application", one) for one in made]

    def receives_open(self, case: Case, words: str, *, channel: str = "form", **more: Any) -> Application:
        """A request for help that names no section."""
        values: dict[str, Any] = {"received_on": self.on, **more}
        made = applications.receive_open_application(case, by=self.by, on=self.on, standard=self.standard, words=words, channel=channel, **values)
        return self._made("application", made)

    def names(self, asked: Application, sections: tuple[str, ...], because: str) -> list[Application]:
        """Say which sections a request concerns."""
        wanted = [Wanted(section, self._new_kind(section)) for section in sections]
        return [self._made("application", one) for one in applications.name_sections(asked, by=self.by, on=self.on, wanted=wanted, because=because)]

    def _new_kind(self, section: str) -> str:
        kinds = proposals.kinds(self.standard, section, self.on)
        return next((one.id for one in kinds if one.id.endswith("new")), kinds[0].id)

    def pauses(self, asked: Application, reason: str) -> Hold:
        """Put an application on hold."""
        return applications.pause(asked, by=self.by, on=self.on, reason=reason, since=self.on)

    def resumes(self, asked: Application) -> Hold:
        """End the pause today."""
        asked.refresh_from_db()
        return applications.resume(asked, by=self.by, on=self.on, until=self.on)

    def puts_off(self, asked: Application, new_day: date, reason: str) -> Letter:
        """Set a new day to answer by, and tell the citizen in a letter."""
        asked.refresh_from_db()
        hold = applications.extend(asked, by=self.by, on=self.on, reason=reason, new_day=new_day)
        return self.posts(writing.write_delay_notice(hold, by=self.by, on=self.on))

    def lets_go(self, asked: Application, because: str) -> None:
        """The citizen takes the application back."""
        applications.withdraw(asked, by=self.by, on=self.on, because=because)

    def notes(self, case: Case, kind: str, subject: str, text: str, **more: Any) -> Note:
        """Write in the journal what happened today."""
        values: dict[str, Any] = {"happened_on": self.on, **more}
        return self._made("note", journal.write_note(case, by=self.by, on=self.on, kind=kind, subject=subject, text=text, **values))

    def regrets(self, note: Note, because: str) -> None:
        """Mark a note as entered in error."""
        journal.mark_note_in_error(note, by=self.by, on=self.on, because=because)

    def files(self, case: Case, title: str, content: bytes, name: str, *, sender: str = "", channel: str = "letter", **more: Any) -> Document:
        """Lay a paper on the case."""
        found = papers.add_document(
            case, by=self.by, on=self.on, title=title, happened_on=self.on, content=content, name=name, channel=channel, sender=sender, **more
        )
        return self._made("document", found)

    def asks(self, asked: Application, source: str, what: str, due_on: date, *, whom: str = "other", **more: Any) -> InformationRequest:
        """Ask somebody to tell something, by a day; the citizen in a letter."""
        found = journal.ask_for_information(asked.case, by=self.by, on=self.on, whom=whom, source=source, asks=what, due_on=due_on, application=asked, **more)
        if whom == "citizen":
            self.posts(writing.write_information_request(found, by=self.by, on=self.on, standard=self.standard))
        return self._made("request", found)

    def gets_answer(self, request: InformationRequest, answer: str) -> None:
        """The answer comes."""
        journal.receive_information(request, by=self.by, on=self.on, answer=answer, answered_on=self.on)

    def waits_no_longer(self, request: InformationRequest) -> None:
        """The day went by without an answer."""
        journal.let_request_lapse(request, by=self.by, on=self.on)

    # -------------------------------------------------------------------------------------------- letters

    def acknowledges(self, *asked: Application) -> Letter:
        """Send the receipt."""
        return self.posts(self.drafts_receipt(*asked))

    def drafts_receipt(self, *asked: Application) -> Letter:
        """Write the receipt, and leave it."""
        return self._made("letter", writing.write_receipt(asked, by=self.by, on=self.on))

    def posts(self, written: Letter, **more: Any) -> Letter:
        """Put a letter in the outbox."""
        return self._made("letter", letter.queue_letter(written, by=self.by, on=self.on, **more))

    def takes_back(self, sent: Letter) -> None:
        """Take a letter back before it leaves."""
        sent.refresh_from_db()
        dispatch.recall(sent, by=self.by, on=self.on)

    # -------------------------------------------------------------------------------------------- the assessment

    def begins_assessment(self, asked: Application, portrait: Portrait, *, because: str = "") -> Assessment:
        """Write an assessment by the council's method, and leave it as a draft."""
        method = methods.method(asked.standard, asked.section or "general", self.on).id
        chosen = {} if method != methods.NO_METHOD else {"method": methods.VUM2, "because": because or "Borgeren har bedt om en samlet udredning."}
        made = assessing.start_assessment(asked.case, by=self.by, on=self.on, application=asked, **chosen)
        told: dict[str, tuple[int | None, list[str]]] = {}
        for topic in portrait.topics:
            level, texts = told.setdefault(topic.code(made.method), (topic.level(made.method), []))
            texts.append(topic.text)
        for code, (level, texts) in told.items():
            assessing.save_topic(made, code, seen=0, level=level, text="\n\n".join(texts), by=self.by, on=self.on)
        for topic in portrait.topics:
            entry = made.topics.get(topic=topic.code(made.method))
            for who, words in topic.said:
                assessing.add_statement(entry, who=who, text=words, said_on=self.on, by=self.by, on=self.on)
        conclusion: dict[str, Any] = {"overall": portrait.overall} if made.method == methods.VUM1 else {"need_level": portrait.level}
        if portrait.primary:
            assessing.add_target_group(made, GROUPS[portrait.primary], primary=True, by=self.by, on=self.on)
        for group in portrait.secondary:
            assessing.add_target_group(made, GROUPS[group], by=self.by, on=self.on)
        if portrait.diagnosis:
            text, source = portrait.diagnosis
            assessing.add_diagnosis(made, text=text, source=source, by=self.by, on=self.on)
        kept = assessing.save_need(
            made, seen=made.version, need=portrait.need, wishes=portrait.wishes, summary=portrait.summary, by=self.by, on=self.on, **conclusion
        )
        return self._made("assessment", kept)

    def assesses(self, asked: Application, portrait: Portrait, **more: Any) -> Assessment:
        """Write an assessment and finish it."""
        return assessing.finish_assessment(self.begins_assessment(asked, portrait, **more), by=self.by, on=self.on)

    # -------------------------------------------------------------------------------------------- towards a decision

    def looks_at(self, asked: Application, **more: Any) -> Outlook:
        """How an application stands."""
        return outlook(asked, on=self.on, **more)

    def weighs(
        self,
        asked: Application,
        why: str,
        *,
        met: bool = True,
        lacks: tuple[str, ...] = (),
        source: str = "Udredningen",
        facts: Mapping[str, Any] | None = None,
        judged: Mapping[str, str] | None = None,
        others: Mapping[str, str] | None = None,
    ) -> Consideration:
        """Answer what the standard and law ask about the section until it can be said whether it fits; `lacks` are the conditions that are not met. Then weigh the others."""
        own = deciding.consider(asked, asked.section, by=self.by, on=self.on)
        for fact, value in (facts or {}).items():
            deciding.set_fact(own, fact, value=value, source=source, seen=own.version, by=self.by, on=self.on)
        self._answers(own, asked, source, dict(judged or {}), lacks)
        outcome = Consideration.Outcome.MET if met else Consideration.Outcome.NOT_MET
        deciding.conclude(own, outcome=outcome, why=why, seen=own.version, by=self.by, on=self.on)
        deciding.weigh_others(asked, judging.weighed(asked, dict(others or {})), by=self.by, on=self.on)
        return own

    def _answers(self, own: Consideration, asked: Application, source: str, judged: Mapping[str, str], lacks: tuple[str, ...] = ()) -> None:
        """Answer one question after the other, until it can be said whether the conditions are met."""
        known = dict(self.looks_at(asked).facts)
        for _ in range(40):
            found = eligibility(asked.standard, asked.section, known, self.on)
            if found.eligible in ("met", "not_met") or not found.missing:
                return
            fact = found.missing[0]
            if fact.type == "judgement":
                words = judged.get(fact.id) or judging.judged(fact.id)
                good = fact.id not in lacks and fact.id not in judging.NOT
                deciding.judge_condition(own, fact.id, met=good, words=words, seen=own.version, by=self.by, on=self.on)
                known[fact.id] = good
            else:
                deciding.set_fact(own, fact.id, value=judging.answer(fact, self.on), source=source, seen=own.version, by=self.by, on=self.on)
                known |= read_facts(own.values)

    def finds(self, asked: Application, section: str, outcome: str, why: str) -> None:
        """Say of another section that it fits, or does not, and let the letter tell it."""
        found = deciding.consider(asked, section, by=self.by, on=self.on)
        deciding.conclude(found, outcome=outcome, why=why, seen=found.version, by=self.by, on=self.on)

    def prepares(self, asked: Application, outcome: str, *, step: int = 0, **chosen: Any) -> Preparation:
        """Choose what to decide. What is given has by itself a purpose, the standard's payment, day of follow-up and last day, and an action plan the citizen took; `step` is of § 85."""
        values: dict[str, Any] = {"outcome": outcome}
        if outcome in ("granted", "partly_granted", "changed", "reduced"):
            values |= {"payment": judging.PAYMENTS.get(asked.section, "Hjælpen er gratis."), "purpose": judging.PURPOSE, "plan": "accepted", "plan_on": self.on}
            values |= judging.measure(asked, step, self.on) if step else {}
        kept = self._keeps(asked, **values | chosen)
        look = self.looks_at(asked)
        if kept.gives and "follow_up_on" not in chosen:
            first = min((one.value for one in look.proposal.follow_up if isinstance(one.value, date)), default=None)
            kept = (
                self._keeps(asked, follow_up_on=first) if first else self._keeps(asked, follow_up="Vi aftaler den første opfølgning, når hjælpen er begyndt.")
            )
        self._without_assessment(asked)
        lengths = [fact for one in open_lengths(look.guide, asked.section, look.facts, self.on) for fact in one.missing] if kept.gives else []
        for fact in dict.fromkeys((*lengths, *look.proposal.complaint.missing)):
            if look.consideration and fact.type in ("yes_no", "choice"):
                own = Consideration.objects.get(pk=look.consideration.pk)
                deciding.set_fact(own, fact.id, value=judging.answer(fact, self.on), source="Ansøgningen", seen=own.version, by=self.by, on=self.on)
        cap = self.looks_at(asked).cap if lengths and "ends_on" not in chosen else None
        return self._keeps(asked, ends_on=cap.proposed_last_day) if cap and cap.proposed_last_day else kept

    def _without_assessment(self, asked: Application) -> None:
        """Say why the case is known well enough, where the standard asks for an assessment and there is none."""
        if any(one.is_open and one.code == Code.ASSESSMENT for one in self.looks_at(asked).gates):
            self.passes(asked, Code.ASSESSMENT, judging.UNASSESSED)

    def _keeps(self, asked: Application, **values: Any) -> Preparation:
        found = Preparation.objects.filter(application=asked).first()
        return deciding.prepare(asked, seen=found.version if found else 0, by=self.by, on=self.on, **values)

    def reconsiders(self, own: Consideration, fact: str, words: str, why: str) -> None:
        """See it again: what was found not to be met is met."""
        deciding.judge_condition(own, fact, met=True, words=words, seen=own.version, by=self.by, on=self.on)
        self._answers(own, own.application, "Samtale", {})
        deciding.conclude(own, outcome=Consideration.Outcome.MET, why=why, seen=own.version, by=self.by, on=self.on)

    def measures(self, asked: Application, step: int) -> dict[str, Any]:
        """A step of § 85 by the council's standard."""
        return judging.measure(asked, step, self.on)

    def passes(self, asked: Application, gate: str, reason: str) -> None:
        """Pass a gate with a written reason."""
        deciding.pass_gate(asked, gate, reason=reason, by=self.by, on=self.on)

    def consults(self, asked: Application, planned: str, facts: list[tuple[str, str]], due_on: date) -> Hearing:
        """Hear the citizen: what is planned, and each fact with where it is from."""
        told = [{"text": text, "from": source} for text, source in facts]
        return self._made("hearing", deciding.send_hearing(asked, planned=planned, facts=told, due_on=due_on, by=self.by, on=self.on))

    def hears_back(self, hearing: Hearing, answer: str, **more: Any) -> None:
        """The citizen answers the hearing today."""
        deciding.answer_hearing(hearing, answer=answer, answered_on=self.on, by=self.by, on=self.on, **more)

    def hears_nothing(self, hearing: Hearing) -> None:
        """The last day to answer went by."""
        deciding.lapse_hearing(hearing, by=self.by, on=self.on)

    # -------------------------------------------------------------------------------------------- the decision

    def decides(self, asked: Application) -> Decision:
        """Decide on what is prepared."""
        return self._made("decision", deciding.decide(asked, seen=self._seen(asked), by=self.by, on=self.on))

    def gives(self, asked: Application, why: str, *, facts: dict[str, Any] | None = None, lacks: tuple[str, ...] = (), **chosen: Any) -> Grant:
        """Grant what is asked for, as the standard proposes, and send the letter."""
        self.weighs(asked, why, facts=facts, lacks=lacks)
        self.prepares(asked, "granted", **chosen)
        decision = self.decides(asked)
        self.sends(decision)
        return grant_of(decision)

    def decides_as_leader(self, asked: Application) -> Decision:
        """Decide on what is prepared, as the leader."""
        return self._made("decision", deciding.decide_as_leader(asked, seen=self._seen(asked), by=self.by, on=self.on))

    def puts_before_leader(self, asked: Application, words: str) -> Referral:
        """Put what is prepared before the leader."""
        return self._made("referral", deciding.send_to_leader(asked, words=words, by=self.by, on=self.on))

    def puts_before_shelter(self, asked: Application, words: str) -> Referral:
        """Put what is prepared before the leader of the shelter."""
        return self._made("referral", deciding.send_to_shelter(asked, self.house.units["shelter"], words=words, by=self.by, on=self.on))

    def sends_back(self, referral: Referral, because: str) -> None:
        """Send what was put before one back, undecided."""
        deciding.send_back(referral, because=because, by=self.by, on=self.on)

    def decides_as_shelter(self, referral: Referral) -> Decision:
        """Decide on what is put before one, as the leader of the shelter."""
        return self._made("decision", deciding.decide_as_shelter(referral, seen=self._seen(referral.application), by=self.by, on=self.on))

    def corrects(self, decision: Decision, because: str, **chosen: Any) -> Decision:
        """Replace a decision that was wrong."""
        seen = self._seen(decision.application)
        self._without_assessment(decision.application)
        return self._made("decision", deciding.correct_decision(decision, because=because, seen=seen, by=self.by, on=self.on, **chosen))

    def tells(self, decision: Decision, words: str) -> None:
        """Tell the citizen by word."""
        deciding.communicate_orally(decision, words=words, told_on=self.on, by=self.by, on=self.on)

    def sends(self, *decisions: Decision, **more: Any) -> Letter:
        """Send one letter with the decisions."""
        return self._made("letter", deciding.send_decision_letter(decisions, by=self.by, on=self.on, **more))

    def takes_away(self, grant: Grant, intended: str, because: str) -> Application:
        """Begin to end or reduce help on the authority's own initiative."""
        made = deciding.end_or_reduce(grant, intended=intended, because=because, standard=self.standard, by=self.by, on=self.on)
        return self._made("application", made)

    def hears_wish(self, grant: Grant, wish: str, words: str, *, channel: str = "phone") -> Application:
        """The citizen wishes help changed or ended."""
        made = deciding.change_on_wish(grant, wish=wish, words=words, channel=channel, received_on=self.on, standard=self.standard, by=self.by, on=self.on)
        return self._made("application", made)

    def _seen(self, asked: Application) -> int:
        return Preparation.objects.get(application=asked).version

    # -------------------------------------------------------------------------------------------- the plan

    def offers_plan(self, case: Case, kind: str = Plan.Kind.ACTION, *, wanted: bool = True) -> Plan:
        """Offer a plan, and hear today whether the citizen wants it; one they said yes to as the help was decided is there already."""
        if wanted and (there := Plan.objects.filter(case=case, kind=kind).in_use().first()):
            return self._made("plan", there)
        made = delivering.offer_plan(case, kind=kind, offered_on=self.on, by=self.by, on=self.on)
        return self._made("plan", delivering.answer_plan(made, accepted=wanted, answered_on=self.on, by=self.by, on=self.on))

    def writes_plan(self, plan: Plan, **texts: str) -> None:
        """Write what the plan says."""
        plan.refresh_from_db()
        delivering.write_plan(plan, seen=plan.version, by=self.by, on=self.on, **texts)

    def sets_goal(self, plan: Plan, text: str, topic: str, *, now: int, to: int, aim: str = Goal.Aim.DEVELOP, **more: Any) -> Goal:
        """Set a goal with the citizen, about a topic of the portraits; from a level to another."""
        values = {"topic": topic_code(topic, self._method()), "level": now, "expected": to, "aim": aim, **more}
        return self._made("goal", delivering.set_goal(plan, text=text, by=self.by, on=self.on, **values))

    def _method(self) -> str:
        """The council's method of assessing. Where it has none, a goal is about VUM 2.0's topics."""
        found = methods.method(self.standard, "85", self.on).id
        return methods.VUM2 if found == methods.NO_METHOD else found

    def changes_goal(self, goal: Goal, **values: Any) -> None:
        """Change a goal."""
        goal.refresh_from_db()
        delivering.change_goal(goal, seen=goal.version, by=self.by, on=self.on, **values)

    def ends_goal(self, goal: Goal, because: str, *, state: str = GoalState.REACHED) -> None:
        """A goal is reached, unless told otherwise."""
        goal.refresh_from_db()
        delivering.end_goal(goal, state=state, because=because, by=self.by, on=self.on)

    def ends_plan(self, plan: Plan, because: str) -> None:
        """The plan is used no more."""
        plan.refresh_from_db()
        delivering.end_plan(plan, because=because, by=self.by, on=self.on)

    # -------------------------------------------------------------------------------------------- the order

    def orders(self, grant: Grant, provider: str, purpose: str, **more: Any) -> Order:
        """Order help that was granted, all of it and from its first day unless told, and ask to hear within a week."""
        grant.refresh_from_db()
        begins = max(grant.begins_on, self.on)
        values = {"grant": grant, "amount": grant.amount, "measure": grant.unit, "extent": grant.extent, "begins_on": begins, **more}
        return self._orders(grant.case, provider, grant.section, purpose, **values)

    def orders_open(self, case: Case, section: str, provider: str, purpose: str, **more: Any) -> Order:
        """Order help that needs no decision."""
        return self._orders(case, provider, section, purpose, **{"begins_on": self.on, **more})

    def _orders(self, case: Case, provider: str, section: str, purpose: str, *, answer_by: date | None = None, **values: Any) -> Order:
        us = {"role": TeamMember.Role.COORDINATING_AUTHORITY, "name": self.employee.name, "title": self.employee.title}
        made = delivering.place_order(
            case,
            unit=self.house.units[provider],
            section=section,
            purpose=purpose,
            answer_by=answer_by or self.on + timedelta(days=7),
            standard=self.standard,
            team=[us],
            by=self.by,
            on=self.on,
            **values,
        )
        return self._made("order", made)

    def approves_companion(self, grant: Grant, name: str, relation: str) -> CompanionChoice:
        """Write whom the citizen names as companion, and say yes."""
        made = delivering.propose_companion(grant, name=name, relation=relation, close_relative=False, by=self.by, on=self.on)
        return self._made("companion", delivering.approve_companion(made, by=self.by, on=self.on))

    def lets_save(self, grant: Grant) -> None:
        """Agree that hours are saved, where the standard asks for it."""
        delivering.agree_to_save(grant, since=grant.begins_on, by=self.by, on=self.on)

    def changes_order(self, order: Order, because: str, *, goals: Sequence[Goal] | None = None, **values: Any) -> None:
        """Change what a provider is asked to do; its goals stay unless told."""
        order.refresh_from_db()
        kept = [one.goal for one in order.order_goals.select_related("goal")] if goals is None else goals
        delivering.change_order(order, seen=order.version, because=because, goals=kept, by=self.by, on=self.on, **values)

    def withdraws_order(self, order: Order, because: str) -> None:
        """Take an order back before help has begun."""
        order.refresh_from_db()
        delivering.withdraw_order(order, because=because, by=self.by, on=self.on)

    def ends_order(self, order: Order, because: str, *, last_day: date | None = None) -> None:
        """End an order, with today as its last day unless told."""
        order.refresh_from_db()
        delivering.end_order(order, last_day=last_day or self.on, because=because, by=self.by, on=self.on)

    def reads_status(self, note: StatusNote) -> None:
        """Read what a provider has written."""
        note.refresh_from_db()
        delivering.read_status(note, by=self.by, on=self.on)

    def answers_change(self, report: ChangeReport, answer: str) -> None:
        """Say what comes of a change that was reported."""
        delivering.answer_change(report, answer=answer, by=self.by, on=self.on)

    # -------------------------------------------------------------------------------------------- the follow-up

    def follows_up(self, grant: Grant, agreed: str, *, form: str = "in_person", departs: str = "", otherwise: date | None = None, **more: Any) -> FollowUp:
        """Write down a follow-up that was held today: what came of it, and by itself that the help goes on as before.

        Shapes: `departs` is why it was held in this form, where the standard says another; `otherwise` the day agreed for the next, where it has none.
        """
        return self._holds(grant, Held.FOLLOW_UP, agreed, form=form, departs=departs, otherwise=otherwise, **more)

    def talks_over(self, grant: Grant, agreed: str, **more: Any) -> FollowUp:
        """Talk the help over among colleagues, as sparring."""
        return self._holds(grant, Held.PEER_REVIEW, agreed, **more)

    def assesses_rate(self, grant: Grant, agreed: str, **more: Any) -> FollowUp:
        """Assess whether need, help and rate go together."""
        return self._holds(grant, Held.RATE, agreed, **more)

    def agrees_on(self, grant: Grant, day: date, because: str, *, kind: str = Held.FOLLOW_UP, agreed_with: str = "") -> AgreedDate:
        """Agree on another day for the next that is owed; a later one with whom."""
        made = following.agree_date(grant, kind=kind, day=day, because=because, agreed_with=agreed_with, by=self.by, on=self.on)
        return self._made("agreed_date", made)

    def follows_course(self, order: Order, agreed: str, *, form: str = "in_person", ends: str = "", otherwise: date | None = None, **more: Any) -> FollowUp:
        """Write down that a course nobody had to decide was followed up today. Shapes: `ends` is why it ends, nothing while it goes on; `otherwise` the day agreed for the next."""
        seen = FollowUp.objects.filter(order=order).counted().count()
        values = {"held_on": self.on, "form": form, "agreed": agreed, "outcome": "end" if ends else "continue", "ended_because": ends, "next_on": otherwise}
        made = following.hold_course(order, standard=self.standard, seen=seen, basis=Basis.CITIZEN_PLAN, by=self.by, on=self.on, **values | more)
        return self._made("follow_up", made)

    def agrees_on_course(self, order: Order, day: date) -> AgreedDate:
        """Agree on the day a course is followed up, as its plan says."""
        return self._made("agreed_date", following.agree_course_date(order, day=day, by=self.by, on=self.on))

    def takes_back_follow_up(self, held: FollowUp, because: str) -> None:
        """Mark a follow-up as entered in error."""
        following.mark_in_error(held, because=because, by=self.by, on=self.on)

    def _holds(
        self, grant: Grant, kind: Held, agreed: str, *, form: str = "administrative", departs: str = "", otherwise: date | None = None, **more: Any
    ) -> FollowUp:
        grant.refresh_from_db()
        watch = watching.of(grant, self.on)
        what = watch.owing(kind).owed
        values: dict[str, Any] = {"held_on": self.on, "form": form, "agreed": agreed, "outcome": "continue"}
        values["basis"] = what.basis if what.basis in Basis.values else ""
        values["departs"] = departs if form not in (what.form or (form,)) else ""
        values["next_on"] = otherwise if not judging.comes_again(watch, kind, self.on) else None
        made = following.hold(grant, kind=kind, standard=self.standard, seen=len(watch.of_kind(kind)), by=self.by, on=self.on, **values | more)
        return self._made("follow_up", made)

    # -------------------------------------------------------------------------------------------- the committee

    def plans_meeting(self, day: date, **more: Any) -> Meeting:
        """Plan a meeting of the committee."""
        return self._made("meeting", deciding.plan_meeting(self.house.units["committee"], day=day, by=self.by, on=self.on, **more))

    def recommends(self, asked: Application, meeting: Meeting, text: str, **more: str) -> AgendaItem:
        """Write the recommendation, and put the case on the agenda."""
        found = Recommendation.objects.filter(application=asked).first()
        deciding.recommend(asked, text=text, seen=found.version if found else 0, by=self.by, on=self.on, **more)
        return self._made("item", deciding.put_on_agenda(asked, meeting, by=self.by, on=self.on))

    def opens_meeting(self, meeting: Meeting, *present: str) -> None:
        """Open the meeting with those who take part."""
        deciding.hold_meeting(meeting, present=[self.house.people[key] for key in present], by=self.by, on=self.on)

    def sends_out(self, item: AgendaItem, key: str, reason: str) -> None:
        """Note that a member leaves the meeting for one case."""
        item.refresh_from_db()
        deciding.disqualify(item, self.house.people[key], reason=reason, by=self.by, on=self.on)

    def settles(self, item: AgendaItem, minutes: str, *, passing: Mapping[str, str] | None = None, **chosen: Any) -> Decision:
        """Decide a case in the meeting."""
        seen = self._seen(item.application)
        otherwise = deciding.Otherwise(source=f"Udvalgets møde {self.on:%d-%m-%Y}", passing=passing or {})
        found = deciding.decide_in_committee(item, seen=seen, by=self.by, on=self.on, minutes=minutes, otherwise=otherwise, **chosen)
        return self._made("decision", found)

    def holds_over(self, item: AgendaItem, because: str, to: Meeting | None = None) -> AgendaItem | None:
        """Put a case off, to another meeting when one is named."""
        item.refresh_from_db()
        return deciding.postpone_item(item, because=because, to=to, by=self.by, on=self.on)

    def ends_meeting(self, meeting: Meeting, minutes: str) -> None:
        """Close the meeting with its minutes."""
        meeting.refresh_from_db()
        deciding.close_meeting(meeting, minutes=minutes, by=self.by, on=self.on)

    # -------------------------------------------------------------------------------------------- complaints

    def hears_complaint(self, case: Case, decision: Decision | None, words: str, *, channel: str = "phone", **more: Any) -> Complaint:
        """Register a complaint, and send the receipt when there is something to review."""
        found = complaining.register_complaint(case, by=self.by, on=self.on, channel=channel, received_on=self.on, decision=decision, words=words, **more)
        if found.may_go_on:
            self.posts(complaining.write_receipt(found, standard=self.standard, by=self.by, on=self.on))
        return self._made("complaint", found)

    def gives_right(self, complaint: Complaint, new: Decision, **written: str) -> None:
        """Uphold a complaint wholly, and send the answer."""
        complaining.uphold(complaint, new_decision=new, seen=self._version(complaint), by=self.by, on=self.on, **written)
        self.answers(complaint)

    def gives_right_in_part(self, complaint: Complaint, new: Decision, **written: str) -> None:
        """Uphold a complaint in part, and send the answer."""
        complaining.uphold_partly(complaint, new_decision=new, seen=self._version(complaint), by=self.by, on=self.on, **written)
        self.answers(complaint)

    def holds_on(self, complaint: Complaint, **written: str) -> None:
        """Maintain the decision, with the three parts of the reasons."""
        complaining.maintain(complaint, seen=self._version(complaint), by=self.by, on=self.on, **written)

    def sends_on(self, complaint: Complaint, **more: Any) -> None:
        """Send a complaint to the appeals board, and tell the citizen."""
        complaining.forward(complaint, by=self.by, on=self.on, **more)
        if complaint.answer_id is None:
            self.answers(complaint)

    def answers(self, complaint: Complaint) -> Letter:
        """Send the answer to a reviewed complaint."""
        return self._made("letter", complaining.send_answer(complaint, standard=self.standard, by=self.by, on=self.on))

    def answers_itself(self, complaint: Complaint, text: str) -> None:
        """Answer what can't go to the board."""
        self._made("letter", complaining.answer_without_review(complaint, text=text, standard=self.standard, by=self.by, on=self.on))

    def hears_from_board(self, complaint: Complaint, outcome: str, decided_on: date, *reasons: str, words: str = "") -> Complaint:
        """The appeals board has decided."""
        values: dict[str, Any] = {"reasons": reasons, "words": words, "standard": self.standard, "board_reference": f"26-9{complaint.pk:04}"}
        return complaining.register_board_outcome(complaint, outcome=outcome, decided_on=decided_on, received_on=self.on, by=self.by, on=self.on, **values)

    def carries_out(self, complaint: Complaint, words: str) -> None:
        """Say how the board's decision was carried out."""
        complaining.carry_out(complaint, words=words, by=self.by, on=self.on)

    def lets_rest_lapse(self, complaint: Complaint) -> None:
        """The citizen did not say that the rest shall go on."""
        complaint.refresh_from_db()
        complaining.let_rest_lapse(complaint, by=self.by, on=self.on)

    def _version(self, complaint: Complaint) -> int:
        complaint.refresh_from_db()
        return complaint.version


def grant_of(decision: Decision) -> Grant:
    """The help a decision opened."""
    found: Grant = Grant.objects.get(decision=decision)
    return found


def begun(held: FollowUp) -> Application:
    """The application a follow-up began."""
    found: Application = Application.objects.get(pk=held.begun_id)
    return found
