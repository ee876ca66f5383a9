import { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { encodeRequest, RecordReader, sendFastcgi } from "./fastcgi.ts";

const begin = "0101000100080000 0001000000000000";

function record(type: number, content: string | Buffer, padding = 0): Buffer {
  const body = Buffer.from(content as string);
  return Buffer.concat([Buffer.from([1, type, 0, 1, body.length >> 8, body.length & 0xff, padding, 0]), body, Buffer.alloc(padding)]);
}

const end = record(3, Buffer.alloc(8));

/** A server that answers every request with these chunks, and closes its side when told to. */
function serverOf(chunks: readonly Buffer[], closes = false): () => Promise<Duplex> {
  return () => {
    const stream = new Duplex({
      read: () => undefined,
      write: (_chunk, _encoding, done) => {
        for (const chunk of chunks) stream.push(chunk);
        if (closes) stream.push(null);
        done();
      },
    });
    return Promise.resolve(stream);
  };
}

const ask = (chunks: readonly Buffer[], closes = false, timeoutMs = 1000): ReturnType<typeof sendFastcgi> =>
  sendFastcgi({ address: "/run/fpm.sock", port: 0, params: { A: "b" }, timeoutMs }, serverOf(chunks, closes));

describe("encodeRequest", () => {
  it("begins, tells the parameters and ends both streams", () => {
    const bytes = encodeRequest({ A: "b" }).toString("hex");
    expect(bytes).toBe(`${begin.replace(" ", "")}01040001000400000101416201040001000000000105000100000000`);
  });

  it("writes a length of 128 bytes and more in four", () => {
    expect(encodeRequest({ N: "x".repeat(200) }).toString("hex")).toContain(`01800000c84e${"78".repeat(200)}`);
  });

  it("parts parameters that do not fit into one record", () => {
    const bytes = encodeRequest({ LONG: "x".repeat(70_000) });
    expect([bytes.readUInt16BE(16 + 4), bytes[16 + 8 + 0xffff + 1]]).toEqual([0xffff, 4]);
  });
});

describe("sendFastcgi", () => {
  it("reads status, headers and body, and what the server said beside them", async () => {
    const answer = await ask([record(7, "Primary script unknown\n"), record(6, "Status: 404 Not Found\r\nContent-type: text/html\r\n\r\nFile not found.\n", 3), end]);
    expect(answer).toMatchObject({ ok: true, status: 404, headers: { "content-type": "text/html" }, body: "File not found.\n", stderr: "Primary script unknown" });
  });

  it("takes an answer in single bytes, and 200 where no status is told", async () => {
    const bytes = Buffer.concat([record(6, "X: 1\n\n"), record(6, "body"), end]);
    const answer = await ask([...bytes].map((byte) => Buffer.from([byte])));
    expect(answer).toMatchObject({ ok: true, status: 200, body: "body" });
    expect(await ask([record(6, "Location: /login\r\n\r\n"), end])).toMatchObject({ status: 302 });
  });

  it.each<[string, readonly Buffer[], boolean, object]>([
    ["an HTTP server", [Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")], false, { ok: false, error: "not-http" }],
    ["a record of a kind that no answer has", [record(9, "x")], false, { ok: false, error: "not-http" }],
    ["a server that closes at once", [], true, { ok: false, error: "closed" }],
    ["an end without an answer", [end], false, { ok: false, error: "closed" }],
    ["an answer without the end of its headers", [record(6, "Status: 200"), end], false, { ok: false, error: "not-http" }],
    ["a status that is none", [record(6, "Status: abc\r\n\r\n"), end], false, { ok: false, error: "not-http" }],
    ["silence", [], false, { ok: false, error: "timed-out" }],
  ])("tells %s from an answer", async (_name, chunks, closes, expected) => {
    expect(await ask(chunks, closes, 100)).toMatchObject(expected);
  });

  it("names a refused connection", async () => {
    const refused = (): Promise<Duplex> => Promise.reject(Object.assign(new Error("connect failed (2)"), { code: "ENOENT" }));
    expect(await sendFastcgi({ address: "/run/x.sock", port: 0, params: {}, timeoutMs: 100 }, refused)).toMatchObject({ ok: false, error: "refused" });
  });
});

describe("RecordReader", () => {
  it("stops reading an answer without end", () => {
    const reader = new RecordReader();
    const chunk = record(6, Buffer.alloc(60_000));
    let state = "open";
    for (let count = 0; count < 30 && state === "open"; count++) state = reader.push(chunk);
    expect(state).toBe("ended");
  });
});
