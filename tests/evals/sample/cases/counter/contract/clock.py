"""The upstream clock; tests set `hour`."""

from fastapi import FastAPI

app = FastAPI()
hour = 12


@app.get("/hour")
async def get_hour():
    return {"hour": hour}
