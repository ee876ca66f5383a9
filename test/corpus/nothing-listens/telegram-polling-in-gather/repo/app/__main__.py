import asyncio
import logging

from app.bot import poll
from app.web import serve

logging.basicConfig(level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s")


async def main():
    await asyncio.gather(poll(), serve(8000))


asyncio.run(main())
