/** Settings as systemd reads them from an EnvironmentFile: one NAME=value a line, # before a remark. */
export type Settings = Readonly<Record<string, string>>;

/** What the file sets. Lines that set nothing are passed over, as systemd passes over them. */
export function readSettings(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const [, name, value] = assignment.exec(line.trim()) ?? [];
    if (name !== undefined) found[name] = unquoted(value ?? "");
  }
  return found;
}

const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/;

function unquoted(value: string): string {
  const inside = /^"(.*)"$/.exec(value.trim())?.[1];
  if (inside !== undefined) return inside.replace(/\\(["\\$`])/g, "$1");
  return /^'(.*)'$/.exec(value.trim())?.[1] ?? value.trim();
}

/** The text with these settings in it: a line that sets one is changed in place, the rest follows at the end. */
export function withSettings(text: string, given: Settings): string {
  const left = new Map(Object.entries(given));
  const lines = text.split("\n").map((line) => {
    const name = assignment.exec(line.trim())?.[1];
    const value = name === undefined ? undefined : left.get(name);
    if (name === undefined || value === undefined) return line;
    left.delete(name);
    return readSettings(line)[name] === value ? line : assigned(name, value);
  });
  const end = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
  return `${[...end, ...[...left].map(([name, value]) => assigned(name, value))].join("\n")}\n`;
}

/** Quoted wherever systemd or a shell would read something else; a line break cannot be written. */
function assigned(name: string, value: string): string {
  if (/^[\w./:@,+%=-]*$/.test(value)) return `${name}=${value}`;
  return `${name}="${value.replace(/["\\$`]/g, "\\$&")}"`;
}

/** For a screen or a log: no secret, no password inside an address. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/^(\w*(?:SECRET|PASSWORD|TOKEN|ACCESS_KEY)\w*=).+$/gm, "$1…")
    .replace(/(:\/\/[^:@/\s"]*):[^@\s"]*@/g, "$1:…@");
}
