run ->(env) { [200, { "content-type" => "text/html" }, ["<h1>Amvera</h1>"]] }
