import time


def scan_disks():
    time.sleep(4)
    return ["sda", "sdb"]


def application(environ, start_response):
    body = "\n".join(scan_disks()).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
