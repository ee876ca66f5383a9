import json

PLANTS = [{"family": "Rosaceae", "species": "Rosa canina"}, {"family": "Fagaceae", "species": "Quercus robur"}]


def application(environ, start_response):
    body = json.dumps(PLANTS).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
