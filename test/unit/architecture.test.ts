import { describe, expect, it } from "vitest";
import { circlesOf, functionLengths, readSources, type SourceFile } from "../helpers/imports.ts";

/**
 * What each folder of src may import, beside itself: other folders, and packages (`node:` is any module of Node). A folder that is
 * not listed here may import nothing. Types count as much as values.
 */
const table: Readonly<Record<string, readonly string[]>> = {
  // What everything speaks of; it knows nobody.
  model: [],
  // Text of one kind to values with places.
  text: ["model", "yaml"],
  nginx: ["model"],
  workspace: ["model", "text", "node:fs", "node:path"],
  // The user's own configuration of the gate.
  settings: ["model", "text", "workspace", "node:path"],
  // The kernel's tables of sockets, as text.
  network: ["model"],
  // Keys and certificates: what a file holds, and new ones.
  certificates: ["node:crypto", "node:net", "@peculiar/asn1-schema", "@peculiar/asn1-x509"],
  // The outside world, each part of it in one folder.
  docker: ["model", "dockerode", "tar-stream", "node:"],
  http: ["model", "undici", "node:net", "node:stream", "node:tls"],
  github: ["model", "report", "progress", "@actions/core", "@actions/github", "node:"],
  // The stages, in the order in which they run. Plan and sources ask `docker compose` and `git` through docker/cli.ts alone.
  plan: ["model", "text", "nginx", "workspace", "certificates", "docker/cli", "node:fs", "node:os", "node:path"],
  build: ["model", "docker", "workspace", "node:fs", "node:os", "node:path"],
  boot: ["model", "text", "nginx", "workspace", "docker", "http", "network", "certificates"],
  probe: ["model", "http", "boot", "network"],
  evidence: ["model", "nginx", "docker/tar", "boot", "certificates"],
  sources: ["model", "text", "workspace", "docker/cli", "node:fs"],
  // Pure: the same in, the same out.
  diagnose: ["model"],
  prove: ["model"],
  report: ["model"],
  // What a run is doing, while it does it; clock and output are handed in.
  progress: ["model", "report"],
};

/** Who alone may import a package. */
const owners: Readonly<Record<string, readonly string[]>> = {
  dockerode: ["docker/"],
  "tar-stream": ["docker/"],
  undici: ["http/"],
  yaml: ["text/"],
  "@peculiar/asn1-schema": ["certificates/"],
  "@peculiar/asn1-x509": ["certificates/"],
  "@actions/core": ["github/", "main.ts", "post.ts"],
  "@actions/github": ["github/", "main.ts", "post.ts"],
};

/** Files at the top of src, which join the stages together, may import all of them; the stages none of these. */
const pureFolders = ["model", "text", "nginx", "network", "diagnose", "prove", "report"];

const files = readSources();
const inFolders = files.filter((file) => file.folder !== "");

function isAllowed(file: SourceFile, imported: string): boolean {
  const allowed = table[file.folder] ?? [];
  if (imported.startsWith(`${file.folder}/`)) return true;
  return allowed.some((each) => (each.endsWith(":") ? imported.startsWith(each) : imported === each || imported.startsWith(`${each}/`) || imported === `${each}.ts`));
}

describe("imports", () => {
  it("are read at all", () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.find((file) => file.path === "run.ts")?.imports.length).toBeGreaterThan(5);
  });

  it.each(Object.keys(table))("of %s/ keep to the table", (folder) => {
    const stray = inFolders
      .filter((file) => file.folder === folder)
      .flatMap((file) => file.imports.filter((imported) => !isAllowed(file, imported)).map((imported) => `${file.path} imports ${imported}`));
    expect(stray).toEqual([]);
  });

  it("are tabled for every folder, and for no other", () => {
    expect([...new Set(inFolders.map((file) => file.folder))].toSorted()).toEqual(Object.keys(table).toSorted());
  });

  it("are all needed: what the table allows is used", () => {
    const unused = Object.entries(table).flatMap(([folder, allowed]) => {
      const imports = inFolders.filter((file) => file.folder === folder).flatMap((file) => file.imports);
      return allowed.filter((each) => !imports.some((imported) => imported.startsWith(each))).map((each) => `${folder} does not use ${each}`);
    });
    expect(unused).toEqual([]);
  });

  it.each(Object.entries(owners))("of %s are made by its owners only", (name, by) => {
    const users = files.filter((file) => file.imports.some((imported) => imported === name || imported.startsWith(`${name}/`)));
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((file) => !by.some((each) => file.path.startsWith(each))).map((file) => file.path)).toEqual([]);
  });

  it("know no other packages", () => {
    const packages = new Set(files.flatMap((file) => file.imports.filter((imported) => !/\.(ts|json)$/.test(imported) && !imported.startsWith("node:"))));
    expect([...packages].toSorted()).toEqual(Object.keys(owners).toSorted());
  });

  it("say node: before the modules of Node, and end in .ts for our own", () => {
    expect(files.flatMap((file) => file.written.filter((specifier) => /^\.{1,2}\//.test(specifier) && !/\.(ts|json)$/.test(specifier)))).toEqual([]);
  });

  it("never lead from a stage to the files that join the stages", () => {
    const upward = inFolders.flatMap((file) => file.imports.filter((imported) => imported.endsWith(".ts") && !imported.includes("/")).map((imported) => `${file.path} imports ${imported}`));
    expect(upward).toEqual([]);
  });

  it("form no circles between files, types included", () => {
    expect(circlesOf(files).map((circle) => circle.join(" "))).toEqual([]);
  });

  it("never lead to what only tests use", () => {
    expect(files.filter((file) => file.imports.some((imported) => imported === "vitest" || /\btest\/helpers\/|\.test\.ts$/.test(imported))).map((file) => file.path)).toEqual([]);
  });
});

describe("pure folders", () => {
  it.each(["diagnose", "prove", "model", "text", "nginx", "network"])("%s/ asks neither the clock nor chance nor the process nor the terminal", (folder) => {
    const impure = inFolders
      .filter((file) => file.folder === folder)
      .flatMap((file) =>
        file.code
          .split("\n")
          .flatMap((line, index) =>
            /\bnew Date\b|\bDate\.|\bMath\.random\b|\bperformance\.|\bprocess\.(?!command|pid)|\bconsole\.|\bsetTimeout\b|\bglobalThis\b|\bfetch\(/.test(line)
              ? [`${file.path}:${index + 1} ${line.trim()}`]
              : [],
          ),
      );
    expect(impure).toEqual([]);
  });

  it.each(pureFolders)("%s/ imports nothing of Node", (folder) => {
    const own = inFolders.filter((file) => file.folder === folder);
    expect(own.flatMap((file) => file.imports.filter((imported) => imported.startsWith("node:")).map((imported) => `${file.path} imports ${imported}`))).toEqual([]);
  });
});

describe("files", () => {
  it("have no default exports", () => {
    expect(files.filter((file) => /^export default\b|^export \{[^}]*\bas default\b/m.test(file.code)).map((file) => file.path)).toEqual([]);
  });

  it("hand nothing on from other files, but for the catalogue", () => {
    expect(files.filter((file) => /^export (?:\*|\{[^}]*\}|type \{[^}]*\}) from/m.test(file.code)).map((file) => file.path)).toEqual([]);
  });

  it("are no longer than 400 lines", () => {
    expect(files.filter((file) => file.lines > 400).map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  it("are named in kebab-case", () => {
    expect(files.filter((file) => !/^(?:[a-z0-9-]+\/)*[a-z0-9-]+\.ts$/.test(file.path)).map((file) => file.path)).toEqual([]);
  });

  it("use syntax only that can be erased: no enums, namespaces or parameter properties", () => {
    expect(
      files
        .filter((file) => /^\s*(?:export )?(?:const )?enum \w|^\s*(?:export )?namespace \w|constructor\((?:[^)]*,)?\s*(?:public|private|protected|readonly) \w+\s*[:?]/m.test(file.code))
        .map((file) => file.path),
    ).toEqual([]);
  });
});

describe("functions", () => {
  it("have a median under 15 lines", () => {
    const lengths = files.flatMap((file) => functionLengths(file.code)).toSorted((a, b) => a - b);
    expect(lengths.length).toBeGreaterThan(300);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(15);
  });

  it("are rarely longer than 40 lines", () => {
    const lengths = files.flatMap((file) => functionLengths(file.code));
    expect(lengths.filter((length) => length > 40).length / lengths.length).toBeLessThan(0.02);
  });
});
