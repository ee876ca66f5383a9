from flask import Flask

app = Flask(__name__)
app.get("/")(lambda: "parcels\n")
app.run("0.0.0.0", 5000)
