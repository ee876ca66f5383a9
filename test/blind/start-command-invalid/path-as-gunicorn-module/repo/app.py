from flask import Flask, render_template_string

app = Flask(__name__)


@app.route("/")
def door():
    return render_template_string("<p>Door is {{ state }}</p>", state="closed")
