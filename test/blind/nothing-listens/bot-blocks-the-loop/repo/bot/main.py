import asyncio
import logging
import os

from bot.polling import start_bot
from bot.web import start_web

logging.basicConfig(level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s")


async def main():
    port = int(os.environ.get("WEB_PORT", "8000"))
    jobs = []
    if os.environ.get("ENABLE_TELEGRAM_BOT") == "true":
        jobs.append(start_bot())
    jobs.append(start_web(port))
    await asyncio.gather(*jobs, return_exceptions=True)


asyncio.run(main())
