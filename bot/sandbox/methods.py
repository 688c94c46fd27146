"""The methods of the Bot API that the sandbox knows."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox import editing, polling, sending
from bot.sandbox.calls import Call
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import DOWNLOAD_LIMIT
from bot.sandbox.rules import chat_of
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import Json

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
WIDE_SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
)


def get_me(sandbox: Sandbox, call: Call) -> Json:
    return sandbox.bot_json() | {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def get_webhook_info(sandbox: Sandbox, call: Call) -> Json:
    return sandbox.webhook.info()


def get_file(sandbox: Sandbox, call: Call) -> Json:
    file = sandbox.files.find(call.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return file.ids_json() | {"file_path": file.path}


def set_my_commands(sandbox: Sandbox, call: Call) -> bool:
    commands = call.structure("commands")
    if not isinstance(commands, list) or len(commands) > 100:
        raise bad_request("can't parse commands")
    key = command_key(sandbox, call)
    sandbox.commands[key] = [checked_command(command) for command in commands]
    sandbox.events.tell("commands")
    return True


def delete_my_commands(sandbox: Sandbox, call: Call) -> bool:
    sandbox.commands.pop(command_key(sandbox, call), None)
    sandbox.events.tell("commands")
    return True


def get_my_commands(sandbox: Sandbox, call: Call) -> list[Json]:
    return sandbox.commands.get(command_key(sandbox, call), [])


def checked_command(command: Any) -> Json:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand")
    name = str(command.get("command", "")).removeprefix("/").lower()
    description = str(command.get("description", ""))
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def command_key(sandbox: Sandbox, call: Call) -> tuple[str, str]:
    """Scope and language, as the key under which commands are kept."""
    scope = call.structure("scope") or {"type": "default"}
    kind = scope.get("type", "") if isinstance(scope, dict) else ""
    if kind == "chat":
        about = Call(call.method, {"chat_id": scope.get("chat_id")})
        return f"chat:{chat_of(sandbox, about).id}", call.text("language_code")
    if kind not in WIDE_SCOPES:
        raise bad_request("unsupported type specified")
    return kind, call.text("language_code")


METHODS: dict[str, Callable[[Sandbox, Call], Any]] = {
    "getme": get_me,
    "getupdates": polling.get_updates,
    "setwebhook": polling.set_webhook,
    "deletewebhook": polling.delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendchataction": sending.send_chat_action,
    "getchat": sending.get_chat,
    "editmessagetext": editing.edit_text,
    "editmessagecaption": editing.edit_caption,
    "editmessagereplymarkup": editing.edit_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "answercallbackquery": editing.answer_callback,
    "setmycommands": set_my_commands,
    "deletemycommands": delete_my_commands,
    "getmycommands": get_my_commands,
    "getfile": get_file,
}


async def perform(sandbox: Sandbox, call: Call) -> Any:
    """The result of a call; raises ApiError as Telegram would."""
    method = METHODS.get(call.method)
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    result = method(sandbox, call)
    return await result if isinstance(result, Awaitable) else result
