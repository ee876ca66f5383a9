import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "rolldown";

/** Parts of dockerode that only ssh:// and BuildKit sessions use; the gate builds through buildx and refuses ssh:// with a clear message. */
const unused = [/[\\/]dockerode[\\/]lib[\\/]session\.js$/, /[\\/]docker-modem[\\/]lib[\\/]ssh\.js$/, /[\\/]node_modules[\\/](?:protobufjs|@grpc|ssh2|cpu-features)[\\/]/];

const stubUnused = {
  name: "stub-unused",
  load(id) {
    return unused.some((pattern) => pattern.test(id)) ? "module.exports = function unused() { throw new Error('not part of this bundle'); };" : null;
  },
};

/** Lists the licences of everything that is in the bundle. */
const licenses = {
  name: "licenses",
  generateBundle(_options, bundle) {
    const folders = new Set(
      Object.values(bundle)
        .flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []))
        .flatMap((id) => /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(id)?.[1] ?? []),
    );
    const texts = [...folders].map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
      return { name, text: `${name} ${version} (${license})\n\n${file === undefined ? "" : readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim()}\n` };
    });
    const sorted = texts.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((each) => each.text);
    this.emitFile({ type: "asset", fileName: "licenses.txt", source: sorted.join(`\n${"-".repeat(80)}\n\n`) });
  },
};

export default defineConfig({
  input: { cli: "src/cli.ts", main: "src/main.ts", post: "src/post.ts" },
  platform: "node",
  transform: { target: "node20" },
  plugins: [stubUnused, licenses],
  output: { dir: "dist", format: "esm", entryFileNames: "[name].js", chunkFileNames: "shared/[name].js", minify: false, sourcemap: false, cleanDir: true },
});
