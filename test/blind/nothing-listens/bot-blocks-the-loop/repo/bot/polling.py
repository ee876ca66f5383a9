import logging
import time

log = logging.getLogger("bot.dispatcher")


def fetch_updates():
    log.error("Failed to fetch updates - TelegramConflictError: terminated by other getUpdates request")
    return []


async def start_bot():
    log.info("Start polling")
    while True:
        for update in fetch_updates():
            log.info("update %s", update)
        time.sleep(3)
