"""What can go wrong with an assessment that a user can mend."""

from __future__ import annotations

from mestring.audit.errors import MestringError, MoveNotAllowed


class AssessmentFinished(MoveNotAllowed):
    code = "assessment_finished"
    message = "Udredningen er færdig og kan ikke ændres. Begynd en ny, hvis noget har ændret sig."


class AssessmentNotFinished(MestringError):
    code = "assessment_not_finished"
    message = "Udredningen er stadig en kladde. Skriv videre i den, eller gør den færdig først."


class DraftThere(MestringError):
    """The case has an assessment in writing already; `found` is its public id."""

    code = "draft_there"
    message = "Sagen har allerede en udredning i kladde. Skriv videre i den."

    def __init__(self, found: str = "") -> None:
        super().__init__()
        self.found = found


class NotAskedFor(MestringError):
    """The standard asks for no assessment, or for one by another method, and no reason was given for making it all the same."""

    code = "not_asked_for"
    fields = ("because",)


class StandardMissing(MestringError):
    code = "standard_missing"
    fields = ("application",)
    message = "Ansøgning: vælg den ansøgning, udredningen hører til. Standarden bestemmer, hvordan der udredes."


class AnotherCase(MestringError):
    code = "another_case"
    fields = ("application",)
    message = "Ansøgning: den valgte hører til en anden sag. Vælg en ansøgning i denne sag."


class TopicUnknown(MestringError):
    code = "topic_unknown"
    fields = ("topics",)
    message = "Emner: et af dem findes ikke i denne udredningsmetode. Vælg blandt dem, der står på siden."


class TopicMissing(MestringError):
    code = "topic_missing"
    fields = ("topics",)
    message = "Emner: vælg mindst ét."


class LevelNotHere(MestringError):
    """A level where the method gives none."""

    code = "level_not_here"
    fields = ("level",)

    def __init__(self, topic: str, where: str) -> None:
        super().__init__(f"Niveau: ”{topic}” får ikke noget niveau. {where}. Fjern niveauet, og beskriv emnet i tekst.")


class LevelUnknown(MestringError):
    code = "level_unknown"
    fields = ("level",)
    message = "Niveau: vælg et trin fra 0 til 4, eller ”Ikke vurderet endnu”."


class NeedOfAnotherMethod(MestringError):
    code = "need_of_another_method"
    fields = ("need_level", "overall")
    message = "Samlet vurdering: trinnet hører til en anden metode end denne udrednings. Vælg blandt dem, der står på siden."


class GroupUnknown(MestringError):
    code = "group_unknown"
    fields = ("code",)
    message = "Målgruppe: vælg en fra listen."


class GroupThere(MestringError):
    code = "group_there"
    fields = ("code",)
    message = "Målgruppe: den er allerede valgt."


class PrimaryThere(MestringError):
    code = "primary_there"
    fields = ("primary",)

    def __init__(self, primary: str) -> None:
        super().__init__(f"Målgruppe: ”{primary}” er allerede den primære, og der kan kun være én. Fjern den først, eller tilføj den nye som sekundær.")


class NotReady(MestringError):
    """The assessment lacks something; `missing` says what, in Danish, in the order it is to be mended."""

    code = "not_ready"

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"Udredningen kan ikke gøres færdig endnu. Det mangler: {'; '.join(missing)}.")
        self.missing = missing
