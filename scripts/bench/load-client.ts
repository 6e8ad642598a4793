// Drives a server from a process of its own: N operators, each on one kept-alive connection with own
// units, walking them through all stations. Raw sockets, so that the client costs little of the machine.
import { openConnection, percentiles } from "./connection.ts";

export interface LoadOptions {
  host: string;
  port: number;
  cookie: string;
  stations: string[];
  /** One list of serial numbers per operator. */
  units: string[][];
  seconds: number;
}

export interface LoadResult {
  requests: number;
  errors: number;
  seconds: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

async function operate(options: LoadOptions, sns: string[], until: number) {
  const { host, port, cookie } = options;
  const connection = await openConnection(host, port);
  const times: number[] = [];
  let errors = 0;
  const post = async (path: string, body: string) => {
    const request = `POST ${path} HTTP/1.1\r\nhost: ${host}:${port}\r\ncookie: ${cookie}\r\ncontent-type: application/json\r\nidempotency-key: ${crypto.randomUUID()}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const started = performance.now();
    const { status } = await connection.send(request);
    times.push(performance.now() - started);
    if (status !== 200) errors++;
  };
  for (const sn of sns) {
    for (const station of options.stations) {
      if (performance.now() > until) break;
      await post(`/api/stations/${station}/track-in`, JSON.stringify({ sn }));
      await post(`/api/stations/${station}/track-out`, JSON.stringify({ sn, result: "PASS" }));
    }
  }
  const isOver = performance.now() > until;
  connection.close();
  return { times, errors, isOver };
}

async function run(options: LoadOptions): Promise<LoadResult> {
  const started = performance.now();
  const until = started + options.seconds * 1000;
  const done = await Promise.all(options.units.map((sns) => operate(options, sns, until)));
  if (done.some((each) => !each.isOver)) throw new Error("an operator ran out of units");
  const seconds = (performance.now() - started) / 1000;
  const times = done.flatMap((each) => each.times);
  return {
    requests: times.length,
    errors: done.reduce((sum, each) => sum + each.errors, 0),
    seconds,
    ...percentiles(times),
  };
}

if (import.meta.main) {
  const options = (await Bun.stdin.json()) as LoadOptions;
  process.stdout.write(JSON.stringify(await run(options)));
}
