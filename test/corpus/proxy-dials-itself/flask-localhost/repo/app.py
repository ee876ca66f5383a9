from flask import Flask, request

app = Flask(__name__)
guests = []


@app.route("/", methods=["GET", "POST"])
def guestlist():
    if request.method == "POST":
        guests.append(request.form["name"])
    return "<br>".join(guests) or "Nobody yet"


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=5000)
