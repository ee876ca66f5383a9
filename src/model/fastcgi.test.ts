import { describe, expect, it } from "vitest";
import { fastcgiParameters, scriptNameOf, scriptOf } from "./fastcgi.ts";
import type { FastcgiRoute } from "./proxy.ts";

function told(changes: Partial<FastcgiRoute> = {}, script = "$document_root$fastcgi_script_name"): FastcgiRoute {
  return {
    params: { SCRIPT_FILENAME: { value: script }, QUERY_STRING: { value: "$query_string" }, PATH_INFO: { value: "$fastcgi_path_info" } },
    root: { value: "/var/www/html/" },
    splits: false,
    ...changes,
  };
}

describe("scriptOf", () => {
  it.each<[string, FastcgiRoute, string, string | undefined]>([
    ["the root and the path", told(), "/index.php", "/var/www/html/index.php"],
    ["the index of a folder", told({ index: "index.php" }), "/blog/", "/var/www/html/blog/index.php"],
    ["a path without what follows the script", told({ splits: true }), "/index.php/users/1", "/var/www/html/index.php"],
    ["a script that is written out", told({}, "/app/public/index.php"), "/whatever", "/app/public/index.php"],
    ["the path without the query", told(), "/a.php?x=1", "/var/www/html/a.php"],
    ["nothing where a variable is not known", told({}, "$site_root/index.php"), "/", undefined],
    ["nothing without a root", { params: told().params, splits: false }, "/", undefined],
    ["nothing without the parameter", { params: {}, splits: false }, "/", undefined],
    ["no inherited property of an object", told({}, "$constructor/index.php"), "/", undefined],
  ])("is %s", (_name, route, path, expected) => {
    expect(scriptOf(route, path)).toBe(expected);
  });

  it("names the script's part of the path", () => {
    expect([scriptNameOf(told({ splits: true }), "/a.php/b?c"), scriptNameOf(told({ index: "i.php" }), "/x/")]).toEqual(["/a.php", "/x/i.php"]);
  });
});

describe("fastcgiParameters", () => {
  it("tells what nginx would, and leaves out what only a request tells", () => {
    const params = fastcgiParameters(told({ splits: true, params: { ...told().params, UNIQUE: { value: "$request_id" }, NAME: { value: "${host}!" } } }), {
      method: "GET",
      path: "/index.php/a?b=c&d",
      host: "example.org",
      port: 80,
      scheme: "http",
    });
    expect(params).toMatchObject({ SCRIPT_FILENAME: "/var/www/html/index.php", PATH_INFO: "/a", QUERY_STRING: "b=c&d", HTTP_HOST: "example.org", NAME: "example.org!" });
    expect(params).not.toHaveProperty("UNIQUE");
  });
});
