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
    if len(slug) <= max_length:
        return slug
    # One extra character, so a word that ends exactly at the limit is kept.
    return slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]


@app.post("/slug")
def create_slug(body: SlugIn):
    slug = slugify(body.title, body.max_length)
    if not slug:
        raise HTTPException(422, "title contains no letters a-z or digits")
    return {"slug": slug}


@app.get("/health")
def health():
    return {"status": "ok"}
