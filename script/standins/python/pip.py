"""A pip without an index: it installs what Debian packages (see shelve.py), by name, in whatever version Debian has."""
import json
import os
import re
import shutil
import sys
import sysconfig

SHELF = "/usr/lib/standin/shelf"
with open("/usr/lib/standin/index.json") as index_file:
    INDEX = json.load(index_file)
OTHER_NAMES = {"psycopg2-binary": "psycopg2", "psycopg-binary": "psycopg", "psycopg-pool": "psycopg", "psycopg-c": "psycopg"}
# installed already, or tools of a build that does not take place
NOTHING_TO_DO = {"pip", "setuptools", "wheel", "pip-tools", "tzdata"}
WITH_VALUE = {"-i", "--index-url", "--extra-index-url", "-f", "--find-links", "-c", "--constraint", "--trusted-host", "--timeout", "--retries", "--cache-dir", "--root-user-action", "--progress-bar", "--only-binary", "--no-binary", "--cert", "--proxy"}


def fail(*lines):
    for line in lines:
        print("ERROR: " + line, file=sys.stderr)
    sys.exit(1)


def normal(name):
    name = re.sub(r"[-_.]+", "-", name).lower()
    return OTHER_NAMES.get(name, name)


def read(path):
    """The requirements that a file lists."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            lines = file.read().replace("\\\n", " ").splitlines()
    except OSError as error:
        fail(f"Could not open requirements file: [Errno {error.errno}] {error.strerror}: {path!r}")
    found = []
    for line in lines:
        line = re.split(r"(?:^|\s)#", line)[0].strip()
        nested = re.match(r"(?:-r|--requirement)[ =]*(.+)", line)
        if nested:
            found += read(os.path.join(os.path.dirname(path), nested[1]))
        elif line and not line.startswith("-"):
            found.append(line)
    return found


def look_up(requirement):
    """The distribution that a requirement names, None when there is nothing to do for it."""
    text = re.split(r";|\s--", requirement)[0].strip()
    match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", text)
    if not match or "/" in text:
        fail(f"Invalid requirement: {requirement!r}: this pip installs by name only")
    name = normal(match[0])
    if name in NOTHING_TO_DO:
        return None
    if name not in INDEX["distributions"]:
        fail(f"Could not find a version that satisfies the requirement {text} (from versions: none)", f"No matching distribution found for {text}")
    print(f"Collecting {text}")
    return INDEX["distributions"][name]


def with_dependencies(names):
    """Debian packages and all they depend on, as far as they are on the shelf."""
    seen, todo = set(), list(names)
    while todo:
        name = todo.pop()
        if name in INDEX["packages"] and name not in seen:
            seen.add(name)
            todo += INDEX["packages"][name]["depends"]
    return seen


def command(path, target):
    module, _, function = target.split("[")[0].strip().partition(":")
    with open(path, "w") as file:
        file.write(f"#!{sys.executable}\nimport sys\nfrom {module} import {function.split('.')[0]}\nif __name__ == '__main__':\n    sys.exit({function}())\n")
    os.chmod(path, 0o755)


def copy(entry, library):
    source, target = os.path.join(SHELF, entry), os.path.join(library, entry)
    if os.path.isdir(source):
        shutil.copytree(source, target, dirs_exist_ok=True, ignore_dangling_symlinks=True)
    elif os.path.exists(source):
        shutil.copy2(source, target)


def install(distributions, library, commands):
    os.makedirs(library, exist_ok=True)
    chosen = with_dependencies(each["package"] for each in distributions)
    for package in chosen:
        for entry in INDEX["packages"][package]["entries"]:
            if not os.path.exists(os.path.join(library, entry)):
                copy(entry, library)
    if commands:
        os.makedirs(commands, exist_ok=True)
        for each in INDEX["distributions"].values():
            if each["package"] in chosen:
                for name, target in each["commands"].items():
                    command(os.path.join(commands, name), target)
    if distributions:
        print("Successfully installed " + " ".join(f"{each['name']}-{each['version']}" for each in distributions))


def places(target=None, prefix=None, user=False):
    """Where packages and commands go."""
    if target:
        return target, None
    if prefix:
        return f"{prefix}/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages", f"{prefix}/bin"
    here = sysconfig.get_path("purelib"), sysconfig.get_path("scripts")
    if sys.prefix == sys.base_prefix and (user or not os.access(here[0], os.W_OK)):
        return sysconfig.get_path("purelib", "posix_user"), sysconfig.get_path("scripts", "posix_user")
    return here


def place_pip():
    """Gives the running environment (of Python, or a virtual one) its pip."""
    library, commands = places()
    if not os.path.exists(f"{library}/pip"):
        os.symlink("/usr/lib/standin/pip", f"{library}/pip")
    for name in ("pip", "pip3"):
        command(f"{commands}/{name}", "pip.__main__:main")


def here():
    library = places()[0]
    return [each for name, each in sorted(INDEX["distributions"].items()) if any(os.path.exists(f"{library}/{entry}") for entry in INDEX["packages"][each["package"]]["entries"])]


def main():
    words, wanted, where = sys.argv[1:], [], {}
    verb = next((word for word in words if not word.startswith("-") or word in ("--version", "-V", "--place-pip")), "help")
    words = words[words.index(verb) + 1 :] if verb in words else []
    if verb == "--place-pip":
        return place_pip()
    if verb in ("--version", "-V"):
        return print(f"pip 25.1 (stand-in) from /usr/lib/standin/pip (python {sys.version_info[0]}.{sys.version_info[1]})")
    if verb in ("list", "freeze"):
        return print("\n".join(f"{each['name']}=={each['version']}" for each in here()))
    if verb in ("cache", "config", "check"):
        return None
    if verb != "install":
        fail(f'unknown command "{verb}": this pip knows install, list and freeze')
    while words:
        word, equals, value = words.pop(0).partition("=") if words[0].startswith("--") else (words.pop(0), "", "")
        take = lambda: value if equals else words.pop(0)
        if word in ("-r", "--requirement"):
            wanted += read(take())
        elif word in ("-t", "--target"):
            where["target"] = take()
        elif word == "--prefix":
            where["prefix"] = take()
        elif word == "--user":
            where["user"] = True
        elif word in WITH_VALUE:
            take()
        elif word.startswith("-r"):
            wanted += read(word[2:])
        elif not word.startswith("-"):
            wanted.append(word)
    if not wanted:
        print("WARNING: Requirements file is empty or names nothing", file=sys.stderr)
    found = [each for each in map(look_up, wanted) if each]
    install(found, *places(**where))
    return None


if __name__ == "__main__":
    main()
