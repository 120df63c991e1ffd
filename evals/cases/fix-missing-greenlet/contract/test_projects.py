"""Every endpoint answers, and answers what is stored."""

import asyncio
import time
from datetime import datetime
from typing import Any

import httpx


async def new_project(client: httpx.AsyncClient, name: str = "House") -> dict[str, Any]:
    answer = await client.post("/projects", json={"name": name})
    assert answer.status_code == 201, answer.text
    assert set(answer.json()) == {"id", "name", "created_at", "updated_at"}
    return dict(answer.json())


async def new_task(client: httpx.AsyncClient, project: int, title: str = "Paint") -> dict[str, Any]:
    answer = await client.post(f"/projects/{project}/tasks", json={"title": title})
    assert answer.status_code == 201, answer.text
    assert set(answer.json()) == {"id", "project_id", "title", "done", "updated_at"}
    return dict(answer.json())


def moment(body: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(body["updated_at"])


async def test_a_project_shows_its_tasks(client: httpx.AsyncClient) -> None:
    project = await new_project(client)
    assert (await client.get(f"/projects/{project['id']}")).json() == project | {"tasks": []}
    tasks = [await new_task(client, project["id"], title) for title in ("b", "a", "c")]
    answer = await client.get(f"/projects/{project['id']}")
    assert (answer.status_code, answer.json()) == (200, project | {"tasks": tasks})


async def test_a_task_shows_its_project(client: httpx.AsyncClient) -> None:
    project = await new_project(client)
    task = await new_task(client, project["id"])
    answer = await client.get(f"/tasks/{task['id']}")
    assert (answer.status_code, answer.json()) == (200, task | {"project": project})


async def test_renaming_answers_what_is_stored(client: httpx.AsyncClient) -> None:
    project = await new_project(client)
    task = await new_task(client, project["id"])
    answer = await client.put(f"/projects/{project['id']}", json={"name": "Castle"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["name"] == "Castle"
    assert answer.json()["tasks"] == [task]
    assert answer.json()["created_at"] == project["created_at"]
    assert moment(answer.json()) > moment(project)
    assert (await client.get(f"/projects/{project['id']}")).json() == answer.json()


async def test_changing_a_task_answers_what_is_stored(client: httpx.AsyncClient) -> None:
    project = await new_project(client)
    before = await new_task(client, project["id"])
    for body in ({"done": True}, {"title": "Paint it blue"}, {"done": False, "title": "Stop"}):
        answer = await client.patch(f"/tasks/{before['id']}", json=body)
        assert answer.status_code == 200, answer.text
        assert moment(answer.json()) > moment(before)
        assert {key: answer.json()[key] for key in body} == body
        assert answer.json()["project"] == project
        assert (await client.get(f"/tasks/{before['id']}")).json() == answer.json()
        before = answer.json()


async def test_a_change_of_nothing_changes_nothing(client: httpx.AsyncClient) -> None:
    project = await new_project(client)
    task = await new_task(client, project["id"])
    answer = await client.patch(f"/tasks/{task['id']}", json={})
    assert (answer.status_code, answer.json()) == (200, task | {"project": project})


async def test_the_list_has_every_project(client: httpx.AsyncClient) -> None:
    projects = [await new_project(client, name) for name in ("x", "y")]
    listed = (await client.get("/projects")).json()
    assert listed[-2:] == projects


async def test_a_large_project_is_shown_quickly(client: httpx.AsyncClient) -> None:
    project = (await new_project(client))["id"]
    for _ in range(4):
        await asyncio.gather(*(new_task(client, project) for _ in range(50)))
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        assert len((await client.get(f"/projects/{project}")).json()["tasks"]) == 200
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.5


async def test_what_is_unknown_is_404(client: httpx.AsyncClient) -> None:
    answers = [
        await client.get("/projects/999999"),
        await client.put("/projects/999999", json={"name": "x"}),
        await client.post("/projects/999999/tasks", json={"title": "x"}),
        await client.get("/tasks/999999"),
        await client.patch("/tasks/999999", json={"done": True}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
