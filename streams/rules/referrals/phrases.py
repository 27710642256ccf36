"""In which words people read of a referral: its partner, its subject, and what makes it due (R20)."""

from typing import Final

from schemas.words import Partner, ReferralTrigger, SubjectKind

ABOUT: Final = {
    SubjectKind.VICTIM: "a victim",
    SubjectKind.PERPETRATOR: "a perpetrator",
    SubjectKind.LOCATION: "a location",
    SubjectKind.COMMUNITY: "the community",
}
TO: Final = {
    Partner.LOCAL_AUTHORITY: "the local authority",
    Partner.HOUSING: "the housing provider",
    Partner.YOUTH_JUSTICE: "the youth justice team",
    Partner.CHILDRENS_SERVICES: "children's services",
    Partner.ADULT_SAFEGUARDING: "adult safeguarding",
    Partner.MENTAL_HEALTH: "the mental health service",
    Partner.FIRE_AND_RESCUE: "the fire and rescue service",
    Partner.VICTIM_SUPPORT: "victim support",
    Partner.SUBSTANCE_MISUSE: "the substance misuse service",
    Partner.ENVIRONMENTAL_HEALTH: "environmental health",
}
# Read after `Because`.
BECAUSE: Final = {
    ReferralTrigger.CASE_OPENED: "there is a case",
    ReferralTrigger.COMBINED_APPROACH: "an incident needs other agencies as well",
    ReferralTrigger.HIGH_RISK_VICTIM: "a victim is at high risk",
    ReferralTrigger.HIGH_RISK_PERPETRATOR: "a perpetrator is at high risk",
    ReferralTrigger.HIGH_RISK_PLACE: "a place is at high risk",
    ReferralTrigger.TENANT: "a landlord who is a partner houses them",
    ReferralTrigger.CHILD_PERPETRATOR: "the perpetrator is a child",
    ReferralTrigger.PERPETRATOR_UNDER_TEN: "the perpetrator is too young to commit an offence",
    ReferralTrigger.CHILD_AT_RISK: "a child may be at risk",
    ReferralTrigger.ADULT_AT_RISK: "an adult may need safeguarding",
    ReferralTrigger.MENTAL_HEALTH: "an incident speaks of mental health",
    ReferralTrigger.FIRE_OR_ARSON: "an incident speaks of fire or arson",
    ReferralTrigger.SUPPORT_WANTED: "the victim wants support",
    ReferralTrigger.ALCOHOL_OR_DRUGS: "an incident speaks of alcohol or drugs",
    ReferralTrigger.NOISE: "an incident is of noise",
}
