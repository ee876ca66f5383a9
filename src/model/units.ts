/** A TCP port, 1 to 65535. */
export type Port = number & { readonly brand: "Port" };
/** A duration in milliseconds. */
export type Millis = number & { readonly brand: "Millis" };
/** A size in bytes. */
export type Bytes = number & { readonly brand: "Bytes" };

/** A port from a number or its decimal text; undefined for anything else. */
export function port(value: number | string): Port | undefined {
  if (typeof value === "string" && !/^\d{1,5}$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isInteger(number) && number >= 1 && number <= 65535 ? (number as Port) : undefined;
}

/** Milliseconds from a finite number of them. */
export function millis(value: number): Millis {
  return Math.round(value) as Millis;
}

const durationUnits: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration such as `90s`, `1m30s`, `250ms`; a bare number counts in `bare` units. undefined when it is not one. */
export function parseDuration(text: string, bare: "ms" | "s" = "s"): Millis | undefined {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return millis(Number(trimmed) * (bare === "s" ? 1000 : 1));
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d))+$/.test(trimmed)) return undefined;
  let total = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/g)) {
    total += Number(amount) * (durationUnits[unit ?? ""] ?? 0);
  }
  return millis(total);
}

const sizeUnits: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** A size such as `512m`, `1.5g`, `1073741824`, `256MiB`, as Docker reads it. undefined when it is not one. */
export function parseSize(text: string): Bytes | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([bkmgt])?i?b?$/i.exec(text.trim());
  if (!match) return undefined;
  return Math.floor(Number(match[1]) * (sizeUnits[(match[2] ?? "b").toLowerCase()] ?? 1)) as Bytes;
}

/** A number of processors such as `0.5` or `2`; undefined for what is none, or more than a machine has. */
export function parseProcessors(text: string): number | undefined {
  const value = /^\d{1,3}(?:\.\d{1,3})?$/.test(text.trim()) ? Number(text) : 0;
  return value > 0 ? value : undefined;
}

/** "74 ms", "3.2 s", "1 min 15 s". */
export function showDuration(duration: Millis | number): string {
  if (duration < 1000) return `${Math.round(duration)} ms`;
  if (duration < 60_000) return `${(duration / 1000).toFixed(1)} s`;
  return `${Math.floor(duration / 60_000)} min ${Math.round((duration % 60_000) / 1000)} s`;
}

/** "512 MiB", "1.5 GiB", "900 B". */
export function showSize(size: Bytes | number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value: number = size;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${units[unit]}`;
}
