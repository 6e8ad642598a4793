import { UsageError } from "../cli/usage.ts";

export const faultKinds = ["duplicates", "reorder", "loss", "malformed", "skew", "burst"] as const;
export type FaultKind = (typeof faultKinds)[number];

export const doorKinds = ["rest", "cfx", "amqp"] as const;
export type DoorKind = (typeof doorKinds)[number];

export interface Options {
  url: string;
  key: string | null;
  user: string | null;
  password: string | null;
  runNo: string;
  amqp: string | null;
  /** Believable time runs so many times faster; 0: no waiting at all. */
  speed: number;
  boards: number;
  seed: string;
  faults: ReadonlySet<FaultKind>;
  /** Of a hundred messages, so many meet a fault. */
  faultShare: number;
  doors: ReadonlySet<DoorKind>;
  /** Who moves boards through manual stations: this program with --user, or people. */
  manual: "drive" | "none";
  /** Seconds between two boards at the first station; 0: as the station allows. */
  every: number;
  isForever: boolean;
  isJson: boolean;
  isQuiet: boolean;
  /** How long an answer, or the end of what was accepted, is waited for. */
  patienceSeconds: number;
}

export const simulateUsage = `Usage: lineside simulate [flags]

Drives a running server as the machines and people of a line would, then compares what was sent
with what the server traced. Exit code 0 when every board was traced exactly once.

  --url URL            the server (LINESIDE_URL, else this machine's PORT or 3000)
  --key KEY            API key of the machines (LINESIDE_API_KEY); without one --user sends
  --user NAME          reads route and trace, scans at manual stations (LINESIDE_USER)
  --password WORD      (LINESIDE_PASSWORD)
  --run RUNNO          the run whose boards move (the demo's RUN-WO-2611-020-01)
  --boards N           boards to take (20); all: every board that waits
  --speed N            1 = believable cycle times, 10 = ten times faster, 0 = no waiting (1)
  --every SECONDS      between two boards at the first station (0)
  --seed TEXT          same seed, same events (1)
  --faults LIST        none, some, all, or of duplicates,reorder,loss,malformed,skew,burst (none)
  --doors LIST         of rest,cfx,amqp (rest,cfx; amqp with --amqp)
  --amqp HOST:PORT     the server's AMQP listener, or its broker
  --manual none        people move the boards through manual stations; without it --user does
  --patience SECONDS   for answers and for what was accepted to be executed (60)
  --forever            one round after the other, waiting while no board waits
  --json               the reconciliation as JSON on standard output
  --quiet              no progress
`;

const flags: Record<string, (options: Options, value: string) => void> = {
  "--url": (o, value) => {
    o.url = urlOf(value);
  },
  "--key": (o, value) => {
    o.key = value;
  },
  "--user": (o, value) => {
    o.user = value;
  },
  "--password": (o, value) => {
    o.password = value;
  },
  "--run": (o, value) => {
    o.runNo = value;
  },
  "--amqp": (o, value) => {
    o.amqp = value;
  },
  "--seed": (o, value) => {
    o.seed = value;
  },
  "--speed": (o, value) => {
    o.speed = numberOf("--speed", value, 1000);
  },
  "--every": (o, value) => {
    o.every = numberOf("--every", value, 86_400);
  },
  "--patience": (o, value) => {
    o.patienceSeconds = numberOf("--patience", value, 86_400);
  },
  "--boards": (o, value) => {
    o.boards = value === "all" ? 100_000 : Math.floor(numberOf("--boards", value, 100_000));
  },
  "--faults": (o, value) => {
    o.faults = faultsOf(value);
    o.faultShare = value === "some" ? 8 : 30;
  },
  "--doors": (o, value) => {
    o.doors = new Set(wordsOf("--doors", value, doorKinds));
  },
  "--manual": (o, value) => {
    if (value !== "none" && value !== "drive") throw new UsageError("--manual is none or drive.");
    o.manual = value;
  },
};

const switches: Record<string, (options: Options) => void> = {
  "--forever": (o) => {
    o.isForever = true;
  },
  "--json": (o) => {
    o.isJson = true;
  },
  "--quiet": (o) => {
    o.isQuiet = true;
  },
};

export function readOptions(env: Record<string, string | undefined>, words: string[]): Options {
  const options = defaults(env);
  for (let at = 0; at < words.length; at++) {
    const [name = "", attached] = splitOnce(words[at] ?? "");
    const turn = switches[name];
    if (turn && attached === undefined) {
      turn(options);
      continue;
    }
    const set = flags[name];
    if (!set) throw new UsageError(`${name} is not a flag of simulate.\n\n${simulateUsage}`);
    const value = attached ?? words[++at];
    if (value === undefined) throw new UsageError(`${name} needs a value.\n\n${simulateUsage}`);
    set(options, value);
  }
  if (options.amqp && !words.some((word) => word.startsWith("--doors")))
    options.doors = new Set(doorKinds);
  if (options.doors.has("amqp") && !options.amqp)
    throw new UsageError("--doors amqp needs --amqp HOST:PORT.");
  return options;
}

function defaults(env: Record<string, string | undefined>): Options {
  return {
    url: urlOf(env.LINESIDE_URL || `http://127.0.0.1:${env.PORT || 3000}`),
    key: env.LINESIDE_API_KEY || null,
    user: env.LINESIDE_USER || null,
    password: env.LINESIDE_PASSWORD || null,
    runNo: "RUN-WO-2611-020-01",
    amqp: null,
    speed: 1,
    boards: 20,
    seed: "1",
    faults: new Set(),
    faultShare: 30,
    doors: new Set<DoorKind>(["rest", "cfx"]),
    manual: "drive",
    every: 0,
    isForever: false,
    isJson: false,
    isQuiet: false,
    patienceSeconds: 60,
  };
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf("=");
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function urlOf(value: string): string {
  if (!/^https?:\/\/[^/]+/.test(value) || !URL.canParse(value))
    throw new UsageError(`--url is "${value}"; an example: http://127.0.0.1:3000`);
  return new URL(value).origin;
}

function numberOf(flag: string, value: string, max: number): number {
  const number = Number(value);
  if (value.trim() === "" || !(number >= 0 && number <= max))
    throw new UsageError(`${flag} is "${value}"; it must be a number from 0 to ${max}.`);
  return number;
}

function faultsOf(value: string): Set<FaultKind> {
  if (value === "none") return new Set();
  if (value === "some" || value === "all") return new Set(faultKinds);
  return new Set(wordsOf("--faults", value, faultKinds));
}

function wordsOf<T extends string>(flag: string, value: string, known: readonly T[]): T[] {
  return value.split(",").map((word) => {
    const found = known.find((each) => each === word.trim());
    if (!found) throw new UsageError(`${flag}: "${word}" is none of ${known.join(", ")}.`);
    return found;
  });
}
