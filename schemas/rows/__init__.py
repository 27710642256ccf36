"""What the worker remembers: one record of the state topic each, keyed `force|kind|id`.

A row is immutable; a rule puts a changed copy. Structs of msgspec and not pydantic: rows never leave the
system and are decoded several times per event. A new field needs a default, so that old rows stay readable.
"""

from schemas.rows.audit import AuditRow, CheckpointRow
from schemas.rows.cases import (
    ActKept,
    CaseRow,
    DeclarationKept,
    HomeKept,
    LocationKept,
    NotOnCaseKept,
    RoleKept,
    SentinelPersonKept,
    SentinelRow,
    UnmarkedKept,
)
from schemas.rows.casework import (
    AnswerKept,
    AssessmentKept,
    AssessmentRow,
    ConsentKept,
    FormKept,
    MatrixAnswerKept,
    PersonRow,
    RefusalKept,
)
from schemas.rows.compliance import ComplianceRow, SampleKept
from schemas.rows.directory import DirectoryRow, PostsKept
from schemas.rows.duties import (
    AboutKept,
    CounterRow,
    CrimeReviewRow,
    DeclinedRow,
    GoLiveRow,
    LadderKept,
    ObligationRow,
)
from schemas.rows.feeds import FeedRow
from schemas.rows.incidents import (
    CuesKept,
    EvidenceKept,
    HeaderKept,
    IncidentRow,
    LetterOverride,
    LineKept,
    LinkKept,
    OfficerWord,
    PersonKept,
    PlaceKept,
    SetAside,
    TagKept,
    TagOverride,
    TypeCue,
)
from schemas.rows.markers import MarkerRow
from schemas.rows.notices import NoticeRow, ToldKept, WatchRow
from schemas.rows.parts import NO_RANK, Rank, Row, Timed
from schemas.rows.policies import PolicyRow
from schemas.rows.referrals import CorrectionKept, PartnerWordRow, ReferralRow
from schemas.rows.rejections import HandledRow
from schemas.rows.rights import CaseTold, SubjectRow
from schemas.rows.steps import PointedAt, StepRow, WordKept

__all__ = [
    "NO_RANK",
    "AboutKept",
    "ActKept",
    "AnswerKept",
    "AssessmentKept",
    "AssessmentRow",
    "AuditRow",
    "CaseRow",
    "CaseTold",
    "CheckpointRow",
    "ComplianceRow",
    "ConsentKept",
    "CorrectionKept",
    "CounterRow",
    "CrimeReviewRow",
    "CuesKept",
    "DeclarationKept",
    "DeclinedRow",
    "DirectoryRow",
    "EvidenceKept",
    "FeedRow",
    "FormKept",
    "GoLiveRow",
    "HandledRow",
    "HeaderKept",
    "HomeKept",
    "IncidentRow",
    "LadderKept",
    "LetterOverride",
    "LineKept",
    "LinkKept",
    "LocationKept",
    "MarkerRow",
    "MatrixAnswerKept",
    "NotOnCaseKept",
    "NoticeRow",
    "ObligationRow",
    "OfficerWord",
    "PartnerWordRow",
    "PersonKept",
    "PersonRow",
    "PlaceKept",
    "PointedAt",
    "PolicyRow",
    "PostsKept",
    "Rank",
    "ReferralRow",
    "RefusalKept",
    "RoleKept",
    "Row",
    "SampleKept",
    "SentinelPersonKept",
    "SentinelRow",
    "SetAside",
    "StepRow",
    "SubjectRow",
    "TagKept",
    "TagOverride",
    "Timed",
    "ToldKept",
    "TypeCue",
    "UnmarkedKept",
    "WatchRow",
    "WordKept",
]
