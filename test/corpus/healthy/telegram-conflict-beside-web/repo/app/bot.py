import asyncio
import json
import logging
import os
import urllib.error
import urllib.request

log = logging.getLogger("bot.polling")
METHOD = f"{os.environ['BOT_API']}/bot{os.environ['BOT_TOKEN']}/getUpdates"


def updates(offset):
    try:
        with urllib.request.urlopen(f"{METHOD}?offset={offset}", timeout=35) as answer:
            return json.load(answer)["result"]
    except urllib.error.HTTPError as error:
        log.error("TelegramConflictError: %s", json.load(error)["description"])
    except OSError as error:
        log.error("no connection to the bot API: %s", error)
    return []


async def poll():
    log.info("Start polling")
    offset = 0
    while True:
        for update in await asyncio.to_thread(updates, offset):
            offset = update["update_id"] + 1
            log.info("update %s", offset)
        await asyncio.sleep(1)
