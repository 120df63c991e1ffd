import re
import unicodedata

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI()


class SlugRequest(BaseModel):
    title: str
    max_length: int = Field(40, ge=1, le=200)


def slugify(title: str, max_length: int) -> str:
    text = unicodedata.normalize("NFD", title.lower().replace("ß", "ss"))
    text = "".join(char for char in text if not unicodedata.combining(char))
    slug = re.sub("[^a-z0-9]+", "-", text).strip("-")
    if len(slug) <= max_length:
        return slug
    whole_words = slug[: max_length + 1].rpartition("-")[0]
    return whole_words or slug[:max_length]


@app.post("/slug")
async def create_slug(request: SlugRequest) -> dict[str, str]:
    slug = slugify(request.title, request.max_length)
    if not slug:
        raise HTTPException(422, "title has no letters a-z or digits")
    return {"slug": slug}


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}
