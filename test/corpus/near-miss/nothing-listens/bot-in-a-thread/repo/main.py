import os
import threading

import redis
from flask import Flask

app = Flask(__name__)
queue = redis.Redis.from_url(os.environ["REDIS_URL"])
handled = []


def run_polling():
    print("bot: polling for updates, press Ctrl-C to stop")
    while True:
        item = queue.blpop("updates", timeout=5)
        if item:
            handled.append(item[1].decode())


@app.get("/")
def index():
    return {"handled": len(handled)}


if __name__ == "__main__":
    threading.Thread(target=run_polling, daemon=True).start()
    app.run(host="0.0.0.0", port=8000)
