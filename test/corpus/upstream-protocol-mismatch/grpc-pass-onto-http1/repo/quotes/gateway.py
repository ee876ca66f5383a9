from fastapi import FastAPI

app = FastAPI()
PRICES = {"EURUSD": 1.0842, "EURCHF": 0.9511}


@app.get("/v1/")
def index():
    return sorted(PRICES)


@app.get("/v1/{pair}")
def quote(pair: str):
    return {"pair": pair, "price": PRICES.get(pair)}
