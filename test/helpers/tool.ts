import { spawn } from "node:child_process";

export interface ToolResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end, without colours and without a workflow's variables. */
export function runTool(program: string, args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...(options.cwd === undefined ? {} : { cwd: options.cwd }), env: { ...process.env, NO_COLOR: "1", ...options.env } });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 137, out, err }));
  });
}
