from flask import Flask

from bot import ReminderBot

app = Flask(__name__)
bot = ReminderBot()


@app.get("/")
def index():
    return {"reminders": bot.seen}


def main():
    bot.run_polling()
    app.run(host="0.0.0.0", port=8000)


if __name__ == "__main__":
    main()
