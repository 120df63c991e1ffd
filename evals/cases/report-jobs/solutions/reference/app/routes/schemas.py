"""What clients send."""

from pydantic import BaseModel, Field


class ReportBody(BaseModel):
    region: str = Field(min_length=1)
