import { cleanLine } from "./clean-text.ts";
import type { HopState, RequestPath, Stop } from "./request-path.ts";

/** The way of a request as a Mermaid flowchart, lines without the fence. Nothing of the project's can become a statement of it. */
export function pathChart({ stops, hops }: RequestPath): string[] {
  const broken = [...hops.entries()].filter(([, hop]) => hop.state === "broken").map(([index]) => index);
  return [
    "flowchart LR",
    ...stops.map((stop, index) => `  s${index}["${stopText(stop)}"]${stop.state === "broken" ? ":::broken" : stop.state === "untried" ? ":::untried" : ""}`),
    ...hops.map((hop, index) => `  s${index} ${arrows[hop.state]}${hop.label === "" ? "" : `|"${chartText(`${hop.state === "broken" ? "✗ " : ""}${hop.label}`)}"|`} s${index + 1}`),
    "  classDef broken stroke:#cf222e,stroke-width:3px",
    "  classDef untried stroke-dasharray:4 3",
    ...broken.map((index) => `  linkStyle ${index} stroke:#cf222e,stroke-width:3px`),
  ];
}

const arrows: Readonly<Record<HopState, string>> = { passed: "-->", broken: "--x", untried: "-.->" };

function stopText({ name, role, detail, state }: Stop): string {
  const head = role === name || role === "the gate" ? name : `${role}: ${name}`;
  return [head, detail === "" ? "" : `${state === "broken" ? "✗ " : ""}${detail}`]
    .filter((text) => text !== "")
    .map(chartText)
    .join("<br/>");
}

/** Text inside the quotes of a label: only what Mermaid takes for text. */
function chartText(text: string): string {
  return cleanLine(text, 80)
    .replace(/[^\p{L}\p{N} .:/_,()[\]=+?!'✗…-]/gu, " ")
    .replace(/:\/\//g, ":/ /")
    .replace(/ {2,}/g, " ")
    .trim();
}
