import { spawn, type ChildProcess } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

/** How a page is looked at. */
export interface View {
  /** CSS pixels. */
  readonly width: number;
  readonly scheme: "light" | "dark";
}

/** What a browser made of a page. */
export interface Look {
  /** What the content takes up, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** The background of the body, as the browser computes it. */
  readonly background: string;
  /** Addresses that were asked for, the page's own first. */
  readonly requests: readonly string[];
  /** What the browser complained of, such as breaches of the page's policy. */
  readonly complaints: readonly string[];
  /** PNG of the whole page, in base64. */
  readonly picture: string;
}

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The path of a Chromium; undefined when none is installed. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (environment["PATH"] ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** A Chromium without a window, spoken to over its debugging pipe. Scripts of pages are off. */
export class Browser {
  readonly #child: ChildProcess;
  readonly #folder = mkdtempSync(join(tmpdir(), "upstream-gate-browser-"));
  readonly #waiting = new Map<number, (message: Message) => void>();
  #events: Message[] = [];
  #onEvent: (message: Message) => void = () => undefined;
  #next = 1;
  #rest = "";

  constructor(program: string) {
    const options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-pipe", `--user-data-dir=${this.#folder}`];
    this.#child = spawn(program, options, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    (this.#child.stdio[4] as Readable).on("data", (chunk: Buffer) => this.#read(chunk.toString("utf8")));
  }

  /** Opens a file and looks at it. */
  async look(file: string, { width, scheme }: View): Promise<Look> {
    const { targetId } = await this.#call("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.#call("Target.attachToTarget", { targetId, flatten: true });
    const call = (method: string, params: object = {}): Promise<Record<string, unknown>> => this.#call(method, params, String(sessionId));
    this.#events = [];
    for (const domain of ["Page", "Network", "Log", "DOM", "CSS"]) await call(`${domain}.enable`);
    await call("Emulation.setScriptExecutionDisabled", { value: true });
    await call("Emulation.setDeviceMetricsOverride", { width, height: 844, deviceScaleFactor: 1, mobile: width < 600 });
    await call("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    const loaded = this.#event("Page.loadEventFired");
    await call("Page.navigate", { url: pathToFileURL(file).href });
    await loaded;
    const size = (await call("Page.getLayoutMetrics"))["cssContentSize"] as { readonly width: number; readonly height: number };
    const background = await this.#background(call);
    const picture = await call("Page.captureScreenshot", { captureBeyondViewport: true, clip: { x: 0, y: 0, width, height: Math.min(size.height, 8000), scale: 1 } });
    const look = { ...size, background, requests: this.#requests(), complaints: this.#complaints(), picture: String(picture["data"]) };
    await this.#call("Target.closeTarget", { targetId });
    return look;
  }

  async #background(call: (method: string, params?: object) => Promise<Record<string, unknown>>): Promise<string> {
    const { root } = (await call("DOM.getDocument")) as { readonly root: { readonly nodeId: number } };
    const { nodeId } = await call("DOM.querySelector", { nodeId: root.nodeId, selector: "body" });
    const { computedStyle } = (await call("CSS.getComputedStyleForNode", { nodeId })) as { readonly computedStyle: readonly { readonly name: string; readonly value: string }[] };
    return computedStyle.find(({ name }) => name === "background-color")?.value ?? "";
  }

  #requests(): string[] {
    return this.#events.filter(({ method }) => method === "Network.requestWillBeSent").map(({ params }) => String((params?.["request"] as { readonly url: string } | undefined)?.url));
  }

  #complaints(): string[] {
    return this.#events.filter(({ method }) => method === "Log.entryAdded").map(({ params }) => String((params?.["entry"] as { readonly text: string } | undefined)?.text));
  }

  #event(name: string): Promise<void> {
    return new Promise((resolve) => {
      this.#onEvent = ({ method }) => (method === name ? resolve() : undefined);
    });
  }

  #call(method: string, params: object, sessionId?: string): Promise<Record<string, unknown>> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => (error === undefined ? resolve(result ?? {}) : reject(new Error(`${method}: ${error.message}`))));
      (this.#child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    });
  }

  #read(text: string): void {
    const parts = (this.#rest + text).split("\0");
    this.#rest = parts.pop() ?? "";
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      if (message.id === undefined) {
        this.#events.push(message);
        this.#onEvent(message);
      } else this.#waiting.get(message.id)?.(message);
    }
  }

  /** Ends the browser and removes what it wrote. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.kill("SIGKILL");
    await ended;
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
