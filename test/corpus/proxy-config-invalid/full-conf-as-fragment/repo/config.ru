run ->(_env) { [200, { "content-type" => "text/html" }, ["<h1>Forum</h1>"]] }
