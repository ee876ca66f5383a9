def application(environ, start_response):
    start_response("302 Found", [("Location", "/postorius/lists/"), ("Content-Length", "0")])
    return [b""]
