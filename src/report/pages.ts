/** Where the pages of the causes are published. */
const pages = "https://github.com/upstream-gate/upstream-gate/blob/main/docs/causes";

/** The address of a cause's page; undefined for what is no id of a cause. */
export function causePage(cause: string): string | undefined {
  return /^[a-z]+(?:-[a-z0-9]+)*$/.test(cause) ? `${pages}/${cause}.md` : undefined;
}
