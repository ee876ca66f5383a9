import type { Engine } from "../../docker/engine.ts";
import { unpackArchive } from "../../docker/tar.ts";
import { resolvePath } from "../../text/dockerfile.ts";

const mostLinks = 5;

/** Reads single files of a created container; each path once. */
export class ContainerFiles {
  readonly #engine: Engine;
  readonly #container: string;
  readonly #known = new Map<string, Promise<Buffer | undefined>>();

  constructor(engine: Engine, container: string) {
    this.#engine = engine;
    this.#container = container;
  }

  /** A file's content, through symbolic links; undefined when there is no file. */
  read(path: string): Promise<Buffer | undefined> {
    const known = this.#known.get(path) ?? this.#fetch(path, 0);
    this.#known.set(path, known);
    return known;
  }

  /** Whether something stands at the path. */
  async exists(path: string): Promise<boolean> {
    return (await this.#engine.download(this.#container, path)) !== undefined;
  }

  async #fetch(path: string, links: number): Promise<Buffer | undefined> {
    if (/^\/(?:proc|sys|dev)\//.test(path)) return undefined;
    const archive = await this.#engine.download(this.#container, path);
    const [entry] = archive ? await unpackArchive(archive, 1024 * 1024) : [];
    if (entry?.kind === "file") return entry.content;
    if (entry?.kind !== "link" || links >= mostLinks) return undefined;
    return this.#fetch(resolvePath(path.slice(0, path.lastIndexOf("/")), entry.target), links + 1);
  }
}
