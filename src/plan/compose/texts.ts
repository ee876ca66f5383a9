import type { Location, RepoPath } from "../../model/location.ts";
import type { Mount } from "../../model/plan.ts";
import type { YamlPath } from "../../text/yaml.ts";
import type { DraftContext, Told } from "./draft.ts";
import { ownExample } from "./examples.ts";
import { inlineText } from "./inline-text.ts";
import type { ComposeGrant, ComposeService, ComposeText } from "./model.ts";

type Kind = "config" | "secret";

/** What a secret holds that the repository does not: the same for all who read it, so that a password fits on both sides. */
export const standInSecret = "upstream-gate";

/** A certificate or key: an empty file stands there, and what belongs into it is supplied where the proxy's configuration names it. */
const isCertificate = (path: string): boolean => /\.(?:pem|crt|cer|cert|key)$/i.test(path);

interface Grant {
  readonly kind: Kind;
  readonly service: string;
  readonly source: string;
  readonly target: string;
  readonly owner: { readonly mode: number; readonly uid?: number; readonly gid?: number };
  readonly at?: Location;
}

/** The files that the configs and secrets of a service are to it. */
export function textMounts(context: DraftContext, name: string, service: ComposeService, told: Told): Mount[] {
  const grants = [...(service.configs ?? []).map((each) => grantOf(context, "config", name, each)), ...(service.secrets ?? []).map((each) => grantOf(context, "secret", name, each))];
  return grants.flatMap((grant) => mountOf(context, grant, told));
}

function grantOf({ locator }: DraftContext, kind: Kind, service: string, grant: ComposeGrant): Grant {
  const { source, target = source, mode, uid, gid } = grant;
  const base = kind === "config" ? "/" : "/run/secrets/";
  const at = locator.entry(service, [`${kind}s`], (entry) => entry === source || (typeof entry === "object" && entry !== null && (entry as { source?: unknown }).source === source));
  // Compose prints the mode as a number, or in octal as a text.
  const owner = { mode: typeof mode === "string" ? Number.parseInt(mode, 8) : (mode ?? 0o444), ...numbered("uid", uid), ...numbered("gid", gid) };
  return { kind, service, source, target: target.startsWith("/") ? target : `${base}${target}`, owner, ...(at ? { at } : {}) };
}

function numbered(key: "uid" | "gid", value: string | undefined): { readonly uid?: number; readonly gid?: number } {
  return value !== undefined && /^\d+$/.test(value) ? { [key]: Number(value) } : {};
}

function mountOf(context: DraftContext, grant: Grant, told: Told): Mount[] {
  const text = (grant.kind === "config" ? context.model.configs : context.model.secrets)?.[grant.source];
  if (!text) return [];
  const placed = grant.at ? { at: grant.at } : {};
  const file = text.file === undefined ? undefined : committed(context, text.file);
  if (file !== undefined) {
    if (!file.isItself) told.notes.push({ text: `${context.workspace.toRepo(text.file ?? "") ?? text.file} is not in the repository: ${file.path} is used in its place`, ...placed });
    return [{ kind: "files", repo: file.path, target: grant.target, isFolder: context.workspace.kindOf(file.path) === "folder", readOnly: true, ...placed }];
  }
  const content = text.content ?? (text.environment === undefined ? undefined : context.variable(text.environment));
  const origin = text.content === undefined ? undefined : inlineText(context.files.parsed, [`${grant.kind}s`, grant.source, "content"] satisfies YamlPath, text.content);
  const common = { kind: "text" as const, target: grant.target, ...grant.owner, ...placed };
  if (origin) return [{ ...common, text: origin.text, repo: origin.path }];
  return [{ ...common, text: content ?? standIn(context, grant, text, told) }];
}

/** The file of the repository that holds a text, or the example beside it. */
function committed({ workspace }: DraftContext, path: string): { readonly path: RepoPath; readonly isItself: boolean } | undefined {
  const inside = workspace.toRepo(path);
  if (inside === undefined) return undefined;
  if (workspace.kindOf(inside) !== undefined) return { path: inside, isItself: true };
  const example = ownExample(workspace, inside);
  return example === undefined ? undefined : { path: example, isItself: false };
}

function standIn({ workspace }: DraftContext, grant: Grant, text: ComposeText, { supplied }: Told): string {
  const inside = text.file === undefined ? undefined : (workspace.toRepo(text.file) ?? text.file);
  const isEmpty = grant.kind === "config" || isCertificate(grant.target) || isCertificate(text.file ?? "");
  const because = text.external === true ? "is external" : inside === undefined ? `is the variable ${text.environment}, which is not set` : `is in ${inside}, which is not in the repository`;
  supplied.push({
    what: `${isEmpty ? "an empty file" : `the text "${standInSecret}"`} at ${grant.target}`,
    why: `the ${grant.kind} ${grant.source} of ${grant.service} ${because}`,
    ...(grant.at ? { at: grant.at } : {}),
  });
  return isEmpty ? "" : standInSecret;
}
