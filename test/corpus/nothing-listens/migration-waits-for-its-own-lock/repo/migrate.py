import os

import psycopg2

DSN = os.environ["DATABASE_URL"]


def current_columns(connection):
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE IF NOT EXISTS orders (id serial PRIMARY KEY, total integer NOT NULL)")
    connection.commit()
    cursor.execute("SELECT * FROM orders LIMIT 0")
    return [column.name for column in cursor.description]


def add_column(name, definition):
    with psycopg2.connect(DSN) as connection:
        connection.cursor().execute(f"ALTER TABLE orders ADD COLUMN {name} {definition}")


def main():
    inspector = psycopg2.connect(DSN)
    columns = current_columns(inspector)
    if "currency" not in columns:
        print("adding orders.currency")
        add_column("currency", "text NOT NULL DEFAULT 'EUR'")
    print("migrations done")


if __name__ == "__main__":
    main()
