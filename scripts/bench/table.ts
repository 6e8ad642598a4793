import type { BenchResult } from "./run.ts";

const number = (value: number, digits = 0) =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** The figures as people read them; budgets are those of the architecture. */
export function printTable(result: BenchResult): void {
  console.log(`\nTrack-in and track-out over HTTP, durable (FULL), ${result.cores} cores\n`);
  row(["operators", "server", "requests/s", "p50 ms", "p95 ms", "p99 ms", "CPU µs", "of limit"]);
  for (const write of result.writes) {
    const limit = result.writes.find(
      (each) => each.server === "limit" && each.operators === write.operators,
    );
    const share = limit ? write.requestsPerSecond / limit.requestsPerSecond : 1;
    row([
      String(write.operators),
      write.server,
      number(write.requestsPerSecond),
      number(write.p50, 2),
      number(write.p95, 2),
      number(write.p99, 2),
      number(write.cpuMicrosPerRequest),
      `${number(share * 100)} %`,
    ]);
  }
  console.log("");
  const { statements, coldStartMs, memoryMb } = result;
  line(
    "SQL statements of a track-in / track-out",
    `${statements.trackIn} / ${statements.trackOut}`,
  );
  line(
    "Cold start to first 200, p50 / max",
    `${number(coldStartMs.p50)} / ${number(coldStartMs.max)} ms`,
  );
  line("Memory idle / peak under load", `${number(memoryMb.idle)} / ${number(memoryMb.peak)} MB`);
  for (const trace of result.traces)
    line(
      `Trace of one unit of ${number(trace.units)}, p50 / p99`,
      `${number(trace.p50, 2)} / ${number(trace.p99, 2)} ms`,
    );
  console.log("\nCompressed bytes a page fetches with an empty cache\n");
  row(["route", "JS kB", "CSS kB"]);
  for (const page of result.web)
    row([page.route, number(page.scriptKb, 1), number(page.styleKb, 1)]);
}

function row(cells: string[]): void {
  console.log(
    cells.map((cell, index) => (index < 2 ? cell.padEnd(14) : cell.padStart(11))).join(""),
  );
}

function line(what: string, value: string): void {
  console.log(`${what.padEnd(52)} ${value}`);
}
