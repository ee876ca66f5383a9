import { describe, expect, it } from "vitest";
import { repo } from "../../test/helpers/repository.ts";
import { supervisedPrograms } from "./supervised.ts";

describe("supervisedPrograms", () => {
  it("reads the commands of supervisord's programs", () => {
    const text = '[supervisord]\nnodaemon=true\n[program:web]\ncommand = "/usr/bin/gunicorn" -b :80 app:app\n; command=old\n';
    expect(supervisedPrograms(repo("docker/supervisord.conf"), text)).toMatchObject([{ program: "/usr/bin/gunicorn", at: { line: 4 } }]);
  });

  it("reads no other settings", () => {
    expect(supervisedPrograms(repo("app.ini"), "[app]\ncommand=run\n")).toEqual([]);
    expect(supervisedPrograms(repo("notes.md"), "[program:web]\ncommand=run\n")).toEqual([]);
  });
});
