import { describe, expect, it } from "vitest";
import { readAnswers } from "../nginx-agreement/answers.ts";
import { compareAsItStands, compareGrammar, compareOpeners, compareOrder, compareWords, withText, wrap, type Comparison } from "../nginx-agreement/compare.ts";
import { mutate, randomOf } from "../nginx-agreement/mutate.ts";
import { configurationSamples, grammarSamples } from "../nginx-agreement/samples.ts";
import { includeTree } from "../nginx-agreement/trees.ts";

const grammar = Object.entries(grammarSamples).map(([name, text]) => ({ name, text }));
const configurations = Object.entries(configurationSamples).map(([name, each]) => ({ name, ...each }));

/** A configuration of the usual kind, whose faults nginx mostly sees as faults of the grammar. */
const usual = `server {
  listen 80;
  server_name example.test *.example.test;
  root "/srv/www";
  gzip_types text/css application/json;
  location / { try_files $uri /index.html; }
  location ~ \\.php$ {
    fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
    fastcgi_pass 127.0.0.1:9000;
  }
  location ~* "^/v[0-9]{1,2}/" {
    proxy_set_header Host $host; # as it came
    if ($arg_a = "b") { return 204; }
    proxy_pass http://127.0.0.1:8080/;
  }
}
upstream app {
  server 127.0.0.1:8080 max_fails=2;
  keepalive 4;
}
map $http_upgrade $connection_upgrade {
  default upgrade;
  ''      close;
}
`;

function disagreements(comparisons: readonly Comparison[]): readonly Comparison[] {
  return comparisons.filter((each) => !each.agrees);
}

describe("nginx and our parser", () => {
  it("agree on every sample, as recorded", async () => {
    const grammarAnswers = await compareGrammar(grammar);
    const answers = await compareAsItStands(configurations);
    expect(disagreements([...grammarAnswers, ...answers])).toEqual([]);
    const { samples } = readAnswers();
    for (const { name, nginx } of [...grammarAnswers, ...answers]) expect(`${name}: ${nginx}`).toBe(`${name}: ${samples[name]}`);
  });

  it("agree on every word and every opening brace of the samples", async () => {
    expect(disagreements(await compareWords(grammar))).toEqual([]);
    expect(disagreements(await compareOpeners(grammar))).toEqual([]);
  });

  it("agree on the grammar of mutants", async () => {
    const random = randomOf(20);
    const mutants = [...grammar, { name: "usual", text: usual }].flatMap(({ name, text }) => [1, 2].map((number) => ({ name: `${name}, mutant ${number}`, text: mutate(text, random) })));
    const compared = await compareGrammar(mutants);
    expect(compared.length).toBeGreaterThan(120);
    expect(disagreements(compared)).toEqual([]);
  });

  it("agree on mutants as they stand", async () => {
    const random = randomOf(21);
    const whole = wrap(usual);
    const mutants = Array.from({ length: 120 }, (_, number) => ({ name: `mutant ${number}`, ...withText(whole, mutate(usual, random)) }));
    const compared = await compareAsItStands(mutants);
    expect(disagreements(compared)).toEqual([]);
    expect(compared.filter((each) => each.kind === "grammar").length).toBeGreaterThan(25);
  });

  it("agree on the order of included files", async () => {
    expect(disagreements(await compareOrder(Array.from({ length: 40 }, (_, seed) => includeTree(seed))))).toEqual([]);
  });
});
