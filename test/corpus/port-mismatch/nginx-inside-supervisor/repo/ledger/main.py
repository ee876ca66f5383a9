from fastapi import FastAPI

app = FastAPI(title="ledger")
accounts = {"cash": 120, "bank": 4300}


@app.get("/")
def total():
    return {"total": sum(accounts.values())}


@app.get("/accounts/{name}")
def account(name: str):
    return {"name": name, "balance": accounts.get(name)}
