"""Words a citizen meets in a decision, in plain Danish. `docs/glossary.md` has them all, with the names used in the code."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    danish: str
    meaning: str

    @property
    def anchor(self) -> str:
        return re.sub(r"[^a-zæøå0-9]+", "-", self.danish.lower()).strip("-")


WORDS = (
    Word("afgørelse", "Det svar, kommunen giver på en ansøgning. Det er bindende, og du kan klage over det."),
    Word("afslag", "En afgørelse, der siger nej. Kommunen skal skrive hvorfor."),
    Word("aflastning", "Ophold eller hjælp, som giver pårørende fri for en tid."),
    Word("aktindsigt", "Retten til at se det, der står i din sag."),
    Word("Ankestyrelsen", "Den, der behandler klagen, hvis kommunen ikke giver dig ret."),
    Word("ansigt til ansigt-tid (ATA)", "Den tid, hjælperen er sammen med dig. Bruttotid er også kørsel og notater."),
    Word("ansøgning", "Når du beder om en bestemt hjælp. Fra den dag løber kommunens frist."),
    Word("begrundelse", "Hvorfor afgørelsen blev, som den blev: reglen, det kommunen lagde vægt på, og oplysningerne."),
    Word("betydeligt nedsat funktionsevne", "At du på grund af handicap eller sygdom har svært ved meget i hverdagen. Det er en grænse i loven."),
    Word("bevilling", "En afgørelse, der siger ja: hvad du får, hvor meget og fra hvornår."),
    Word("bisidder", "Den, du tager med til et møde som støtte."),
    Word("borgerstyret personlig assistance (BPA)", "Tilskud til hjælpere, du selv ansætter og leder, § 96."),
    Word("botilbud", "Et sted at bo med støtte: midlertidigt (§ 107) eller længerevarende (§ 108)."),
    Word("egenbetaling", "Det, du selv betaler."),
    Word("forsorgshjem", "Et midlertidigt sted at være for den, der ikke har en bolig eller ikke kan være i den, § 110."),
    Word("frit valg", "At du selv kan vælge, hvem der giver hjælpen."),
    Word("genvurdering", "Når du klager, ser kommunen selv på sagen igen, før den sendes til Ankestyrelsen."),
    Word("handlekommune", "Den kommune, der har ansvaret for din sag. Det er ikke altid den, du bor i."),
    Word("handleplan", "En plan for, hvad hjælpen skal føre til, § 141. Du kan sige nej til den."),
    Word("hverdag", "Mandag til fredag, undtagen helligdage, grundlovsdag, juleaften og nytårsaften."),
    Word("indsats", "Den hjælp, du får, samlet om et formål."),
    Word("klage", "At sige, at du er uenig i en afgørelse. Du kan skrive, ringe eller møde op, og du behøver ikke begrunde det."),
    Word("krisecenter", "Et midlertidigt sted at være for den, der er udsat for vold eller trusler i hjemmet, § 109."),
    Word("kvalitetsstandard", "Det, kommunen har vedtaget om, hvem der kan få hvilken hjælp, og hvor meget."),
    Word("ledsagelse", "En, der går med dig ud, når du ikke kan færdes alene, § 97."),
    Word("leverandør", "Den, der giver hjælpen: kommunens egne folk eller et firma."),
    Word("merudgifter", "Udgifter, du har, fordi du har et handicap, § 100."),
    Word("myndighed", "Den del af kommunen, der afgør, hvad du kan få."),
    Word("mål", "Det, hjælpen skal føre til. I skriver målene sammen."),
    Word("opfølgning", "Et møde eller en samtale om, hvorvidt hjælpen stadig passer."),
    Word("partshøring", "Før kommunen afgør noget imod dig på oplysninger, du ikke kender, skal du se dem og kunne svare."),
    Word("partsrepræsentant", "En, du har givet lov til at tale for dig i sagen."),
    Word("samtykke", "Din tilladelse til, at kommunen henter eller giver oplysninger om dig."),
    Word("serviceniveau", "Hvor megen hjælp kommunen normalt giver. Kommunen skal altid se på netop dig og kan gå ud over det."),
    Word("socialpædagogisk støtte", "Hjælp til at klare hverdagen, ofte kaldt bostøtte, § 85."),
    Word("sparring", "Når sagsbehandleren drøfter en sag med fagfolk, fordi hjælpen har været den samme længe."),
    Word("statusnotat", "Det, leverandøren skriver til kommunen om, hvordan det går med målene."),
    Word("særlige sociale problemer", "For eksempel hjemløshed, vold, misbrug eller psykiske vanskeligheder, der gør hverdagen svær."),
    Word("udmåling", "At afgøre, hvor meget hjælp du får."),
    Word("udredning", "Når kommunen samler oplysninger og vurderer, hvad du har brug for."),
    Word("varsel", "Den tid, der skal gå, fra du får at vide, at hjælpen bliver mindre, til det sker."),
    Word("visitation", "At kommunen vurderer, om du kan få en hjælp."),
    Word("visitationsudvalg", "En gruppe i kommunen, der afgør de større sager."),
    Word("voksenudredningsmetoden (VUM)", "Den måde, de fleste kommuner udreder på. VUM 2.0 er den nyeste."),
    Word("værge", "En, der er udpeget til at handle for en person, som ikke selv kan."),
    Word("ydelse", "En bestemt slags hjælp."),
)
