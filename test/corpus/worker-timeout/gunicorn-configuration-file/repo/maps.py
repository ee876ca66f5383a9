import json
import sqlite3

path = "/tmp/maps.db"
job = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
job.execute("CREATE TABLE IF NOT EXISTS tiles (zoom INTEGER)")
job.execute("BEGIN EXCLUSIVE")  # the nightly import; it commits in the end


def count():
    try:
        return sqlite3.connect(path, timeout=4).execute("SELECT count(*) FROM tiles").fetchone()[0]
    except sqlite3.OperationalError:
        return None


def app(environ, start_response):
    body = json.dumps({"tiles": count()}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
