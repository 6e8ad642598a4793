import type { IngestBench } from "./ingest.ts";
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
  printIngest(result.ingest);
  console.log("\nCompressed bytes a page fetches with an empty cache\n");
  row(["route", "JS kB", "CSS kB"]);
  for (const page of result.web)
    row([page.route, number(page.scriptKb, 1), number(page.styleKb, 1)]);
}

export function printIngest(ingest: IngestBench): void {
  console.log("\nTest results with 20 values over HTTP, durable, by API key\n");
  const width = 28;
  const columns = ["accepted/s", "executed/s", "p50 ms", "p99 ms", "CPU µs"];
  const print = (name: string, cells: string[]) =>
    console.log(name.padEnd(width) + cells.map((cell) => cell.padStart(11)).join(""));
  print("", columns);
  for (const pass of ingest.passes)
    print(pass.name, [
      number(pass.acceptedPerSecond),
      number(pass.executedPerSecond),
      number(pass.p50, 2),
      number(pass.p99, 2),
      number(pass.cpuMicrosPerEvent),
    ]);
  for (const { senders, perSecond, p50, p99 } of ingest.validate)
    print(`ValidateUnits, ${senders} machines`, [
      number(perSecond),
      "",
      number(p50, 2),
      number(p99, 2),
      "",
    ]);
  const { perEvent, perMeasurement, captureRowPerMeasurement } = ingest.bytes;
  line("Bytes an event leaves, with its raw text", number(perEvent));
  line(
    "Bytes a value: all in all / in its row",
    `${number(perMeasurement)} / ${number(captureRowPerMeasurement, 1)}`,
  );
}

function row(cells: string[]): void {
  console.log(
    cells.map((cell, index) => (index < 2 ? cell.padEnd(14) : cell.padStart(11))).join(""),
  );
}

function line(what: string, value: string): void {
  console.log(`${what.padEnd(52)} ${value}`);
}
