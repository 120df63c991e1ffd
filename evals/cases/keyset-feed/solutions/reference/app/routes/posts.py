"""/posts"""

from fastapi import APIRouter

from app.dependencies import RequestFactory

router = APIRouter(prefix="/posts")


@router.delete("/{post_id}", status_code=204)
async def remove_post(post_id: int, factory: RequestFactory) -> None:
    await factory.posts().remove(post_id)
