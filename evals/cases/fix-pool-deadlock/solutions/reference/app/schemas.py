from pydantic import BaseModel, ConfigDict


class TeamCreate(BaseModel):
    name: str
    api_key: str


class TeamRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    calls: int


class EventCreate(BaseModel):
    kind: str
    points: int


class Summary(BaseModel):
    team: str
    events: int
    points: int
    best: int | None
    kinds: list[str]
