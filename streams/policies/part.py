"""What every part of a policy is: frozen, and nothing in it that is not known."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
