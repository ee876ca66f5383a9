require "pg"

PG.connect.exec("CREATE TABLE IF NOT EXISTS books (id serial PRIMARY KEY, title text)")
puts "tables are up to date"
