/**
 * The files that a glob(3) pattern names: `*`, `?` and `[…]` never match `/` or a leading dot, matches are in byte order.
 * `list` gives the absolute paths of everything directly in a folder.
 */
export function matchGlob(pattern: string, list: (folder: string) => readonly string[]): string[] {
  let paths = [""];
  for (const part of pattern.split("/").slice(1)) {
    if (!/[*?[]/.test(part)) paths = paths.map((path) => `${path}/${part}`);
    else {
      const expression = globExpression(part);
      paths = paths.flatMap((folder) => list(folder === "" ? "/" : folder).filter((path) => expression.test(path.slice(path.lastIndexOf("/") + 1))));
    }
  }
  return paths.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** A regular expression for one path part of a glob. */
export function globExpression(part: string): RegExp {
  let expression = /^[*?[]/.test(part) ? "(?!\\.)" : "";
  for (let at = 0; at < part.length; at++) {
    const char = part.charAt(at);
    const close = char === "[" ? part.indexOf("]", at + 2) : -1;
    if (char === "*") expression += "[^/]*";
    else if (char === "?") expression += "[^/]";
    else if (close !== -1) {
      expression += `[${part
        .slice(at + 1, close)
        .replace(/^!/, "^")
        .replace(/[\\\]]/g, "\\$&")}]`;
      at = close;
    } else expression += char.replace(/[.+^${}()|\\[\]]/g, "\\$&");
  }
  return safeExpression(`^${expression}$`);
}

function safeExpression(source: string): RegExp {
  try {
    return new RegExp(source, "s");
  } catch {
    return /^(?!)$/;
  }
}
