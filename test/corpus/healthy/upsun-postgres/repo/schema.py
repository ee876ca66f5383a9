from connections import database

with database() as connection, connection.cursor() as cursor:
    cursor.execute("create table if not exists entries (id serial primary key, amount integer not null)")
    cursor.execute("insert into entries (amount) values (12)")
