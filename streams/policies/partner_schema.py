"""The JSON Schema of what one partner receives: the messages of its topic, narrowed to its pack (R20)."""

from typing import Any, Final

from pydantic import TypeAdapter

from schemas.outgoing import ReferralCorrected, ReferralMade, ReferralRecalled
from streams.policies.partners import PartnerPack

_MESSAGES: Final[TypeAdapter[Any]] = TypeAdapter(ReferralMade | ReferralCorrected | ReferralRecalled)


def schema_of(pack: PartnerPack) -> dict[str, Any]:
    """The JSON Schema (2020-12) of every message on the partner's topic.

    A field, a trigger or a kind of subject that the pack does not name is not in it.
    """
    schema = _MESSAGES.json_schema(mode="serialization")
    words = {
        "Partner": (pack.partner,),
        "DisclosedField": pack.fields,
        "ReferralTrigger": pack.triggers,
        "SubjectKind": pack.about,
        "GatewayKind": (pack.gateway.kind,),
    }
    for name, allowed in words.items():
        schema["$defs"][name]["enum"] = [str(word) for word in allowed]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Referrals to {pack.partner}",
        **schema,
    }
