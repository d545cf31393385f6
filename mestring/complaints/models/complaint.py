"""The complaint, from the first word to what the appeals board said."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mestring.audit.versions import Versioned
from mestring.cases.models.inquiry import Channel
from mestring.complaints.querysets import ComplaintQuerySet
from mestring.complaints.states import COMPLAINT_MOVES, REVIEWED, ComplaintState


class BoardOutcome(models.TextChoices):
    """What the appeals board's decision comes to (Ankestyrelsens afgørelse)."""

    CONFIRMED = "confirmed", "Stadfæstet"
    CHANGED = "changed", "Ændret"
    ANNULLED = "annulled", "Ophævet"
    REMITTED = "remitted", "Hjemvist"
    DISMISSED = "dismissed", "Afvist"


OVERTURNED = frozenset({BoardOutcome.CHANGED, BoardOutcome.ANNULLED, BoardOutcome.REMITTED})
"""The outcomes that count as overturned (omgjort). A remitted one is told apart from the others, for it is a lack of information. Source: RSL § 79 b."""


class BoardReason(models.TextChoices):
    """Why the appeals board decided as it did, in codes a council can count and learn from (Ankestyrelsens begrundelse)."""

    INFORMATION = "information", "Sagen er ikke oplyst nok (RSL § 10)"
    LEGAL_BASIS = "legal_basis", "Forkert eller manglende lovhjemmel"
    TARGET_GROUP = "target_group", "Målgruppen er vurderet forkert"
    DISCRETION = "discretion", "Skønnet over behovet eller omfanget er forkert"
    WHOLE = "whole", "Alle muligheder for hjælp er ikke vurderet (RSL § 5)"
    BORDERLINE = "borderline", "Grænsen mellem to paragraffer er draget forkert"
    REASONS = "reasons", "Begrundelsen mangler eller er for svag (FVL §§ 22–24)"
    HEARING = "hearing", "Partshøring mangler (FVL § 19)"
    GUIDANCE = "guidance", "Vejledning mangler eller er forkert (FVL §§ 7 og 25)"
    DEADLINE = "deadline", "Frist eller varsel er ikke overholdt"
    COMPETENCE = "competence", "Forkert afgørelseskompetence eller inhabilitet"
    NEW_FACTS = "new_facts", "Nye oplysninger efter afgørelsen"
    LATE_COMPLAINT = "late_complaint", "Klagen kom for sent, uden særlig grund (RSL § 67)"
    NO_RIGHT = "no_right", "Der kan ikke klages over afgørelsen"
    OTHER = "other", "Andet"


class Complaint(Versioned):
    """Somebody's word that they disagree (klage), however it was said; no reasons are needed.

    A complaint of a decision is reviewed by the authority and, unless wholly upheld, sent on to the appeals board, also when it came late. One of how the case was
    handled, or of staff, is answered by the municipality itself.
    Shapes: `decision_received_on` is the day the citizen had the decision, none when nobody knows; then it counts as in time. `trace` explains `last_day`, `review_trace`
    explains `review_due`. `right` is whether law lets it be complained of, none while a question in `right_missing` is unanswered; `right_facts` are the answers.
    `suspends_until` is the last day the old help goes on because of law's notice, none where the complaint suspends nothing. The three reasons are a draft until the review
    is closed. `index` is the numbered list of papers as they were sent on. `restarted` is the application that begins anew when the board sends the case back,
    `restored` the grant that holds again when it set aside a decision that took help away.
    Source: RSL §§ 60, 66, 67, 72; FVL § 24; SEL § 3 a and the rules on complaint in SEL §§ 82 a–d, 101 a, 109, 110.
    """

    class Kind(models.TextChoices):
        DECISION = "decision", "En afgørelse"
        HANDLING = "handling", "Sagens behandling, for eksempel lang ventetid"
        STAFF = "staff", "En medarbejder eller udførelsen af hjælpen"

    class By(models.TextChoices):
        CITIZEN = "citizen", "Borgeren selv"
        REPRESENTATIVE = "representative", "Den, der handler for borgeren"
        OTHER = "other", "En anden, der har ret til at klage"

    MOVES = COMPLAINT_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DECISION)
    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="+", null=True, blank=True)
    channel = models.CharField(max_length=16, choices=Channel)
    received_on = models.DateField()
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    words = models.TextField(blank=True)
    document = models.ForeignKey("cases.Document", models.PROTECT, related_name="+", null=True, blank=True)
    complained_by = models.CharField(max_length=16, choices=By, default=By.CITIZEN)
    representation = models.ForeignKey("people.Representation", models.PROTECT, related_name="+", null=True, blank=True)
    complainant = models.CharField(max_length=160, blank=True)

    decision_received_on = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    in_time = models.BooleanField(default=True)
    trace = models.JSONField(default=list)
    right = models.BooleanField(null=True, blank=True)
    right_source = models.CharField(max_length=300, blank=True)
    right_says = models.TextField(blank=True)
    right_facts = models.JSONField(default=dict)
    right_missing = models.JSONField(default=list)
    suspends_until = models.DateField(null=True, blank=True)
    suspends_source = models.CharField(max_length=300, blank=True)
    review_due = models.DateField(null=True, blank=True)
    review_trace = models.JSONField(default=list)

    state = models.CharField(max_length=12, choices=ComplaintState, default=ComplaintState.REGISTERED)
    legal_basis = models.TextField(blank=True)
    considerations = models.TextField(blank=True)
    facts = models.TextField(blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    new_decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="+", null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    kept_on = models.DateField(null=True, blank=True)
    receipt = models.ForeignKey("cases.Letter", models.PROTECT, related_name="+", null=True, blank=True)
    answer = models.ForeignKey("cases.Letter", models.PROTECT, related_name="+", null=True, blank=True)

    forwarded_on = models.DateField(null=True, blank=True)
    late_because = models.TextField(blank=True)
    index = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    left_out_because = models.TextField(blank=True)
    board_reference = models.CharField(max_length=60, blank=True)
    board_outcome = models.CharField(max_length=10, choices=BoardOutcome, blank=True)
    board_reasons = models.JSONField(default=list)
    board_words = models.TextField(blank=True)
    board_decided_on = models.DateField(null=True, blank=True)
    board_received_on = models.DateField(null=True, blank=True)
    restarted = models.OneToOneField("cases.Application", models.PROTECT, related_name="+", null=True, blank=True)
    restored = models.ForeignKey("decisions.Grant", models.PROTECT, related_name="+", null=True, blank=True)
    carried_out_on = models.DateField(null=True, blank=True)
    carried_out = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kind="decision") | Q(decision__isnull=False), name="complaint_of_a_decision_names_it"),
            models.CheckConstraint(
                condition=~Q(complained_by="representative") | Q(representation__isnull=False), name="complaint_by_a_representative_names_them"
            ),
            models.CheckConstraint(condition=~Q(complained_by="other") | ~Q(complainant=""), name="complaint_by_another_names_them"),
            models.CheckConstraint(condition=Q(last_day=None) | Q(decision_received_on__isnull=False), name="complaint_last_day_counts_from_receipt"),
            models.CheckConstraint(condition=~Q(state__in=REVIEWED) | Q(reviewed_on__isnull=False), name="complaint_reviewed_has_a_day"),
            models.CheckConstraint(
                condition=~Q(state__in=[ComplaintState.UPHELD, ComplaintState.PARTLY]) | Q(new_decision__isnull=False),
                name="complaint_upheld_has_a_new_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ComplaintState.FORWARDED, ComplaintState.DECIDED]) | Q(forwarded_on__isnull=False), name="complaint_forwarded_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.DECIDED) | ~Q(board_outcome="") & Q(board_decided_on__isnull=False, board_received_on__isnull=False),
                name="complaint_decided_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ComplaintState.WITHDRAWN, ComplaintState.LAPSED]) | Q(ended_on__isnull=False), name="complaint_ended_has_a_day"
            ),
        ]
        indexes = [models.Index(fields=["case", "-received_on"], name="complaint_case"), models.Index(fields=["decision"], name="complaint_decision")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def may_go_on(self) -> bool:
        """Whether it is one the appeals board may be asked: of a decision, and not one that law is known to give no right to."""
        return self.kind == self.Kind.DECISION and self.right is not False

    @property
    def gives_back(self) -> bool:
        """Whether the board set aside a decision that took help away, so that the help is to be given as before."""
        return self.board_outcome in (BoardOutcome.ANNULLED, BoardOutcome.REMITTED) and self.decision is not None and self.decision.takes_away

    @property
    def is_oral(self) -> bool:
        """Whether it was said and not written."""
        return self.channel in (Channel.PHONE, Channel.IN_PERSON)

    @property
    def who(self) -> str:
        """Who complains, in words."""
        if self.complained_by == self.By.REPRESENTATIVE and self.representation:
            return f"{self.representation.name}, {self.representation.get_kind_display().lower()}"
        return self.complainant or str(self.get_complained_by_display())

    @property
    def review_outcome(self) -> str:
        """What the review came to, also after the complaint has gone on; empty when there was none."""
        if self.reviewed_on is None:
            return ""
        if self.new_decision_id is None:
            return ComplaintState.MAINTAINED
        return ComplaintState.UPHELD if self.state == ComplaintState.UPHELD else ComplaintState.PARTLY
