"""Write the JSON Schema of a policy, for authors of policies and their editors: `python -m streams.policies`."""

import json
from pathlib import Path

from streams.policies.bundle import policy_schema

SCHEMA = Path(__file__).with_name("policy.schema.json")


def schema_text() -> str:
    return json.dumps(policy_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
