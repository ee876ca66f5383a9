import sqlite3

from flask import Flask

app = Flask(__name__)

COUNT = """
with recursive folio(number) as (select 1 union all select number + 1 from folio where number < 40000000)
select count(*) from folio
"""


def count_chants():
    with sqlite3.connect(":memory:") as connection:
        return connection.execute(COUNT).fetchone()[0]


@app.route("/")
def report():
    return f"<p>{count_chants()} chants</p>"
