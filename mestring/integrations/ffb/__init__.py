"""KL's delivery report of FFB: from the database to FHIR R4 bundles. Codes, days and levels only; nothing anybody wrote is sent."""

from mestring.integrations.ffb.report import Report, bundle, report
from mestring.integrations.ffb.standing import KindOf, Lack

__all__ = ["KindOf", "Lack", "Report", "bundle", "report"]
