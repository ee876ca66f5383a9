import os

import redis


class ReminderBot:
    def __init__(self, url=os.environ.get("REDIS_URL", "redis://localhost:6379/0")):
        self.queue = redis.Redis.from_url(url)
        self.seen = []

    def handle(self, update):
        self.seen.append(update.decode())

    def run_polling(self):
        print("bot: polling for updates")
        while True:
            item = self.queue.blpop("updates", timeout=5)
            if item:
                self.handle(item[1])
