import { nearest } from "./model/names.ts";
import { ruleOf, rules, type AnyRule } from "./diagnose/rules/index.ts";
import { failure } from "./model/failure.ts";
import { russian, type CausePage } from "./russian.ts";

/** The languages in which causes are explained. */
export const languages = ["en", "ru"] as const;
export type Language = (typeof languages)[number];

const words = {
  en: {
    what: "What happens",
    why: "Why",
    fix: "What to do",
    more: "upstream-gate explain CAUSE shows one of them.",
    none: (cause: string) => `There is no root cause "${cause}".`,
    list: "upstream-gate explain lists them.",
    meant: (id: string) => `Did you mean ${id}?`,
  },
  ru: {
    what: "Что происходит",
    why: "Почему",
    fix: "Что делать",
    more: "upstream-gate explain CAUSE покажет одну из них.",
    none: (cause: string) => `Причины «${cause}» нет.`,
    list: "upstream-gate explain перечисляет все.",
    meant: (id: string) => `Может быть, ${id}?`,
  },
} as const;

/** The page of one root cause as plain text; the catalogue without one. Throws a Failure for an unknown id. */
export function explain(cause: string | undefined, language: Language = "en"): string {
  const said = words[language];
  if (cause === undefined) return `${catalogue(language).join("\n")}\n\n${said.more}\n`;
  const rule = ruleOf(cause);
  if (!rule) {
    const meant = nearest(
      cause,
      rules.map((each) => each.id),
    );
    throw failure("usage", said.none(cause), { remedy: meant === undefined ? said.list : said.meant(meant) });
  }
  const { title, what, why, fix } = pageOf(rule, language);
  return `${rule.id}: ${title}\n\n${said.what}\n${wrapped(what)}\n\n${said.why}\n${wrapped(why)}\n\n${said.fix}\n${wrapped(fix)}\n`;
}

/** The language of an environment: that of its messages, English unless it is one of ours. */
export function languageOf(environment: NodeJS.ProcessEnv): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const [name = ""] = [LC_ALL, LC_MESSAGES, LANG].filter((each) => each !== undefined && each !== "");
  return languages.find((each) => new RegExp(`^${each}(?:[_.@-]|$)`, "i").test(name)) ?? "en";
}

function pageOf(rule: AnyRule, language: Language): CausePage {
  return (language === "ru" ? russian[rule.id] : undefined) ?? { title: rule.title, ...rule.doc };
}

function catalogue(language: Language): string[] {
  const width = Math.max(...rules.map((rule) => rule.id.length));
  return rules.map((rule) => `${rule.id.padEnd(width)}  ${pageOf(rule, language).title}`);
}

function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 96) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines.join("\n");
}
