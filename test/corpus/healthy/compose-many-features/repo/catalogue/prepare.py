import json
import pathlib

shelf = pathlib.Path("/var/lib/catalogue/books.json")
shelf.write_text(json.dumps(["Middlemarch", "Solaris"]))
shelf.chmod(0o644)
print("books written")
