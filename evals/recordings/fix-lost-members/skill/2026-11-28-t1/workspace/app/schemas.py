import uuid
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class MemberCreate(BaseModel):
    email: str = Field(min_length=3)
    name: str = Field(min_length=1)


class MemberRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    email: str
    name: str
    joined_at: datetime


class CardCreate(BaseModel):
    number: str = Field(min_length=1)


class CardRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    member_id: uuid.UUID
    number: str
