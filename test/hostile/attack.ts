/** One thing that a hostile project or its containers do to the gate. */
export interface Attack {
  /** What is done, as a noun phrase; stands in docs/threat-model.md. */
  readonly what: string;
  /** What a naive gate would do. */
  readonly naive: string;
  /** Whether the naive way, done here, is indeed hit; absent where that would do harm. */
  readonly hits?: () => boolean | Promise<boolean>;
  /** Fails when the attack succeeds. */
  readonly holds: () => void | Promise<void>;
}

/** Attacks of one kind. */
export interface Attacks {
  readonly title: string;
  /** What they need besides Node: the Compose plugin, or an engine. */
  readonly needs?: "engine";
  readonly attacks: readonly Attack[];
}

/** The table of docs/threat-model.md. */
export function attackTable(kinds: readonly Attacks[]): string[] {
  const rows = kinds.flatMap(({ title, needs, attacks }) =>
    attacks.map(({ what, naive }) => `| ${title} | ${cell(what)} | ${cell(naive)} | ${needs === "engine" ? "repelled, in Docker" : "repelled"} |`),
  );
  return [`${rows.length} attacks.`, "", "| kind | attack | what a naive gate would do | result |", "|---|---|---|---|", ...rows];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
