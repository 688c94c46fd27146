"""The addresses of the controls, which the page and the tests use."""

from aiohttp import web

from bot.sandbox import control_people as people
from bot.sandbox import control_world as world
from bot.sandbox.http import control


def control_routes() -> list[web.RouteDef]:
    user = "/sandbox/users/{id}"
    return [
        web.get("/sandbox/people", control(people.list_people)),
        web.post("/sandbox/people", control(people.add_people)),
        web.post(f"{user}/text", control(people.write_text)),
        web.post(f"{user}/start", control(people.press_start)),
        web.post(f"{user}/press", control(people.press_button)),
        web.post(f"{user}/document", control(people.send_document)),
        web.post(user + "/{change:block|unblock|deactivate}", control(people.change_state)),
        web.get("/sandbox/callbacks/{id}", control(people.show_callback)),
        web.get("/sandbox/chats/{id}", control(people.show_chat)),
        web.get("/sandbox/events", control(world.show_events)),
        web.get("/sandbox/log", control(world.show_log)),
        web.post("/sandbox/updates", control(world.inject_update)),
        web.get("/sandbox/clock", control(world.show_clock)),
        web.post("/sandbox/clock", control(world.move_clock)),
        web.get("/sandbox/faults", control(world.list_faults)),
        web.post("/sandbox/faults", control(world.add_fault)),
        web.delete("/sandbox/faults", control(world.clear_faults)),
        web.post("/sandbox/outage", control(world.set_outage)),
        web.get("/sandbox/actions", control(world.list_actions)),
        web.post("/sandbox/actions/{name}", control(world.run_action)),
        web.get("/sandbox/files/{id}", world.show_file),
    ]
