require "pg"

run(proc {
  books = PG.connect.exec("SELECT count(*) FROM books").getvalue(0, 0)
  [200, { "content-type" => "text/plain" }, ["#{books} books\n"]]
})
