// Drives the doors of ingest from a process of its own: N machines, each on one kept-alive connection.
import { type Answer, openConnection, percentiles } from "./connection.ts";
import type { LoadResult } from "./load-client.ts";

export interface IngestLoad {
  host: string;
  port: number;
  key: string;
  kind: "event" | "validate";
  mode: "async" | "sync";
  station: string;
  /** One list of serial numbers per sender, one event each. */
  sns: string[][];
  /** Events of one request; more than one go as an array. */
  perRequest: number;
  measurements: number;
  seconds: number;
}

const variants = 16;

/** What a test of `count` values says, in a few variants: every value inside its limits. */
function measurementTexts(count: number): string[] {
  return Array.from({ length: variants }, (_, variant) =>
    Array.from(
      { length: count },
      (_, index) =>
        `{"name":"R${index + 1}","value":${95 + ((index * 7 + variant * 3) % 100) / 10},"unit":"Ohm"}`,
    ).join(","),
  );
}

function bodyOf(load: IngestLoad, texts: string[], sns: string[]): string {
  const events = sns.map((sn, index) => {
    if (load.kind === "validate") return questionOf(load, sn);
    const measured = texts[(sn.charCodeAt(sn.length - 1) + index) % variants];
    return `{"dedupeKey":"${load.station}:${sn}","sourceSystem":"BENCH","eventType":"TEST","payload":{"station":"${load.station}","sn":"${sn}","result":"PASS","testResultId":"T-${sn}","measurements":[${measured}]}}`;
  });
  return load.perRequest === 1 ? (events[0] ?? "") : `[${events.join(",")}]`;
}

function questionOf({ station }: IngestLoad, sn: string): string {
  const id = crypto.randomUUID();
  return `{"MessageName":"CFX.InformationSystem.UnitValidation.ValidateUnitsRequest","Version":"2.1","TimeStamp":"${new Date().toISOString()}","UniqueID":"${id}","RequestID":"${id}","Source":"bench.${station}","Target":null,"MessageBody":{"Validations":["UnitRouteValidation","UnitStatusValidation"],"PrimaryIdentifier":"${sn}","Units":[{"UnitIdentifier":"${sn}","PositionNumber":1}]}}`;
}

function isGood({ kind, perRequest }: IngestLoad, { status, body }: Answer): boolean {
  if (kind === "validate") return status === 200 && body.includes('"Passed"');
  if (perRequest === 1) return status === 202 || status === 200;
  return status === 200 && body.includes('"rejected":0');
}

async function send(load: IngestLoad, sns: string[], until: number) {
  const { host, port, key, perRequest } = load;
  const connection = await openConnection(host, port);
  const texts = measurementTexts(load.measurements);
  const door = load.kind === "validate" ? "cfx" : "events";
  const head = `POST /api/ingest/${door}?mode=${load.mode} HTTP/1.1\r\nhost: ${host}:${port}\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: `;
  const times: number[] = [];
  let errors = 0;
  let firstError = "";
  for (let at = 0; at < sns.length && performance.now() < until; at += perRequest) {
    const body = bodyOf(load, texts, sns.slice(at, at + perRequest));
    const request = `${head}${body.length}\r\n\r\n${body}`;
    const started = performance.now();
    const answer = await connection.send(request);
    times.push(performance.now() - started);
    if (isGood(load, answer)) continue;
    errors++;
    firstError ||= `${answer.status} ${answer.body.slice(0, 300)}`;
  }
  connection.close();
  return { times, errors, firstError };
}

export interface IngestResult extends LoadResult {
  firstError: string;
  /** Milliseconds since 1970: comparable between processes. */
  startedAt: number;
}

async function run(load: IngestLoad): Promise<IngestResult> {
  const started = performance.now();
  const until = started + load.seconds * 1000;
  const done = await Promise.all(load.sns.map((sns) => send(load, sns, until)));
  const seconds = (performance.now() - started) / 1000;
  const times = done.flatMap((each) => each.times);
  return {
    requests: times.length,
    errors: done.reduce((sum, each) => sum + each.errors, 0),
    firstError: done.find((each) => each.firstError)?.firstError ?? "",
    startedAt: performance.timeOrigin + started,
    seconds,
    ...percentiles(times),
  };
}

if (import.meta.main)
  process.stdout.write(JSON.stringify(await run((await Bun.stdin.json()) as IngestLoad)));
