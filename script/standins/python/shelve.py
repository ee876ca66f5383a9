"""Takes Debian's Python packages off the path: moves them to the shelf and writes index.json, which says what belongs together."""
import importlib.metadata
import json
import os
import re
import shutil
import subprocess

HOME = "/usr/lib/python3/dist-packages"
SHELF = "/usr/lib/standin/shelf"


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


# Debian package -> the top level entries that it has in HOME, and the packages it depends on
packages, owner = {}, {}
for line in output("dpkg-query", "-W", "-f", "${Package}\t${Depends}\n").splitlines():
    name, _, depends = line.partition("\t")
    entries = {path[len(HOME) + 1 :].split("/")[0] for path in output("dpkg", "-L", name).splitlines() if path.startswith(HOME + "/")}
    for entry in entries:
        owner[entry] = name
    packages[name] = {"entries": sorted(entries), "depends": [re.split(r"[ :(]", word.strip())[0] for word in re.split(r"[,|]", depends) if word.strip()]}

# distribution, as pip calls it -> version, Debian package, commands
distributions = {}
for found in importlib.metadata.distributions(path=[HOME]):
    folder = os.path.basename(str(found._path))
    if folder in owner:
        commands = {point.name: point.value for point in found.entry_points if point.group == "console_scripts"}
        distributions[normal(found.metadata["Name"])] = {"name": found.metadata["Name"], "version": found.version, "package": owner[folder], "commands": commands}
        for command in commands:
            for path in (f"/usr/bin/{command}", f"/usr/bin/{command}-3"):
                if os.path.lexists(path):
                    os.remove(path)

shutil.move(HOME, SHELF)
os.mkdir(HOME)
with open("index.json", "w") as file:
    json.dump({"packages": {name: value for name, value in packages.items() if value["entries"]}, "distributions": distributions}, file)
print(len(distributions), "distributions on the shelf")
