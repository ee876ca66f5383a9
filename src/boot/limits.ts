import type { ContainerSpec } from "../docker/engine.ts";
import type { ContainerSettings, Service } from "../model/plan.ts";
import type { Bytes } from "../model/units.ts";

/** Processes and threads of a container whose project sets no limit, and the most that one may ask for. */
const usualPids = 4096;
const mostPids = 16_384;

/** What no container of the project is without, whatever the project says. */
export type Limits = Required<Pick<ContainerSpec, "pids" | "securityOpt">> & Pick<ContainerSpec, "memory">;

/** `memory` is what a container may have at most, in bytes; undefined where that is not known. */
export function limitsOf({ settings, memory: own }: Pick<Service, "settings" | "memory">, memory: Bytes | undefined): Limits {
  const asked = [own?.value, memory].filter((bytes) => bytes !== undefined);
  return {
    pids: settings.pids !== undefined && settings.pids > 0 ? Math.min(settings.pids, mostPids) : usualPids,
    securityOpt: [...(settings.securityOpt ?? []).filter((option) => !option.startsWith("no-new-privileges")), ...noNewPrivileges(settings)],
    ...(asked.length > 0 ? { memory: Math.min(...asked) as Bytes } : {}),
  };
}

function noNewPrivileges({ newPrivileges }: ContainerSettings): string[] {
  return newPrivileges === true ? [] : ["no-new-privileges"];
}

/** Of the engine's memory: what is left keeps the machine and the gate alive. */
export function mostMemory(total: number): Bytes | undefined {
  return total > 0 ? (Math.floor(total * 0.8) as Bytes) : undefined;
}

/** What sudo and its like say when they may not become another user. */
const heldBack = /"no new privileges" flag is set|effective uid is not 0, is \S+ on a file system with the 'nosuid' option|must be suid to work properly|not installed setuid/;

/** Whether a line of output tells that a program could not gain privileges. */
export function saysHeldBack(line: string): boolean {
  return heldBack.test(line);
}
