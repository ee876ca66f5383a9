from urllib.parse import parse_qs

LETTERS = {"1": "Dear Ada", "2": "Dear Charles"}


def application(environ, start_response):
    number = parse_qs(environ.get("QUERY_STRING", "")).get("letter", ["1"])[0]
    body = LETTERS.get(number, "").encode()
    start_response("200 OK" if body else "404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
