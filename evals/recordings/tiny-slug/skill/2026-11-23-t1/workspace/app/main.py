import re
import unicodedata

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI()


class SlugIn(BaseModel):
    title: str
    max_length: int = Field(40, ge=1, le=200)


def slugify(title: str, max_length: int) -> str:
    text = unicodedata.normalize("NFD", title.lower().replace("ß", "ss"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    # up to the last hyphen that fits; without one, the first word itself is too long
    return f"{slug}-"[: max_length + 1].rpartition("-")[0] or slug[:max_length]


@app.post("/slug")
async def create_slug(body: SlugIn) -> dict[str, str]:
    slug = slugify(body.title, body.max_length)
    if not slug:
        raise HTTPException(422, "title has no letters or digits to make a slug from")
    return {"slug": slug}


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}
