/** What one part of a test run came to. */
export interface Tally {
  title: string;
  passed: number;
  failed: number;
  skipped: number;
  milliseconds: number;
  /** Names of what failed or was skipped, for the last screen. */
  remarks: string[];
  /** How long each file took. */
  files: { file: string; seconds: number }[];
}

export function tally(title: string): Tally {
  return { title, passed: 0, failed: 0, skipped: 0, milliseconds: 0, remarks: [], files: [] };
}

const cases = /<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g;

/** A suite of its own is a file; those within are its describes. */
const suites = /^ {0,2}<testsuite name="([^"]*)"[^>]*?\btime="([\d.]+)"/gm;

/** Reads the report of `bun test --reporter=junit`. */
export function addJunit(into: Tally, report: string): void {
  for (const [, file = "", time] of report.matchAll(suites))
    into.files.push({ file, seconds: Number(time) });
  for (const [, attributes = "", body = ""] of report.matchAll(cases)) {
    const name = `${attribute(attributes, "file")}: ${attribute(attributes, "name")}`;
    if (/<(failure|error)\b/.test(body)) {
      into.failed++;
      into.remarks.push(`failed   ${name}`);
    } else if (/<skipped\b/.test(body)) {
      into.skipped++;
      into.remarks.push(`skipped  ${name}`);
    } else into.passed++;
  }
}

export function addFailure(into: Tally, what: string): void {
  into.failed++;
  into.remarks.push(`failed   ${what}`);
}

/** The line a machine reads: nothing may follow it. */
export function lastLine(tallies: Tally[]): string {
  const { passed, failed, skipped } = total(tallies);
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

export function total(tallies: Tally[]): Pick<Tally, "passed" | "failed" | "skipped"> {
  const sum = (key: "passed" | "failed" | "skipped") =>
    tallies.reduce((all, each) => all + each[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

export function table(tallies: Tally[]): string {
  const rows = tallies.map(({ title, passed, failed, skipped, milliseconds }) =>
    [
      title.padEnd(24),
      String(passed).padStart(7),
      String(failed).padStart(7),
      String(skipped).padStart(8),
      `${(milliseconds / 1000).toFixed(1)} s`.padStart(9),
    ].join(""),
  );
  const head = `${"".padEnd(24)} passed failed skipped     time`;
  return [head, ...rows].join("\n");
}

/** Where the time of a run went. */
export function slowest(tallies: Tally[], count: number): string[] {
  return tallies
    .flatMap(({ files }) => files)
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, count)
    .map(({ file, seconds }) => `${seconds.toFixed(1).padStart(6)} s  ${file}`);
}

function attribute(attributes: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? "?";
  return value
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
