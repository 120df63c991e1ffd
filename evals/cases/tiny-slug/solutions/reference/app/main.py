import re
import unicodedata

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI()


class Title(BaseModel):
    title: str
    max_length: int = Field(40, ge=1, le=200)


def slugify(title: str, max_length: int) -> str:
    decomposed = unicodedata.normalize("NFKD", title.replace("ß", "ss").replace("ẞ", "ss").lower())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = re.findall("[a-z0-9]+", plain)
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:max_length]
        if len(longer) > max_length:
            break
        slug = longer
    return slug


@app.post("/slug")
async def make_slug(body: Title) -> dict[str, str]:
    slug = slugify(body.title, body.max_length)
    if not slug:
        raise HTTPException(422, "nothing is left of the title")
    return {"slug": slug}


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}
