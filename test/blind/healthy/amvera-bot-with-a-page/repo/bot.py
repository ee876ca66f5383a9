import threading
import time

from flask import Flask

app = Flask(__name__)


def poll():
    while True:
        print("ERROR:aiogram.dispatcher:Failed to fetch updates - TelegramConflictError: terminated by other getUpdates request")
        time.sleep(2)


@app.route("/health")
@app.route("/")
def health():
    return {"status": "ok"}


threading.Thread(target=poll, daemon=True).start()
time.sleep(5)
app.run(host="0.0.0.0", port=8080)
