"""The page on which people are played: static files, no build step, nothing from outside."""

from pathlib import Path

from aiohttp import web

HERE = Path(__file__).parent
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
HEADERS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'",
}


def page_routes() -> list[web.RouteDef]:
    return [web.get("/", show_page), web.get("/page/{name}", show_page)]


async def show_page(request: web.Request) -> web.StreamResponse:
    name = request.match_info.get("name", "index.html")
    # Only names of files that lie here: no path can lead anywhere else.
    found = {path.name: path for path in HERE.iterdir() if path.suffix in KINDS}
    if name not in found:
        raise web.HTTPNotFound
    path = found[name]
    return web.Response(
        text=path.read_text(encoding="utf-8"), content_type=KINDS[path.suffix], headers=HEADERS
    )
