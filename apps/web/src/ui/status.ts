import {
  Archive,
  Ban,
  Check,
  CircleAlert,
  CircleDashed,
  CircleDot,
  ClipboardCheck,
  Droplets,
  Hand,
  Hourglass,
  Info,
  type LucideIcon,
  OctagonAlert,
  PackageCheck,
  PackageOpen,
  Play,
  RotateCw,
  Send,
  ShieldCheck,
  Snowflake,
  Timer,
  TimerOff,
  TriangleAlert,
  Undo2,
  Wrench,
  X,
} from "lucide-react";
import { ingestStatuses } from "./ingest-statuses.ts";

/** What a colour means, everywhere. `none` is no data: hatched, never green, never zero. */
export type Tone = "ok" | "wait" | "warn" | "bad" | "held" | "none";

export interface Status {
  tone: Tone;
  icon: LucideIcon;
}

/** Every state the server can name: its colour and its shape. The word is `states:<kind>.<STATE>`. */
export const statuses = {
  order: {
    RECEIVED: { tone: "wait", icon: CircleDashed },
    RELEASED: { tone: "wait", icon: Send },
    IN_PROGRESS: { tone: "ok", icon: Play },
    ON_HOLD: { tone: "held", icon: Hand },
    COMPLETED: { tone: "ok", icon: PackageCheck },
    CANCELLED: { tone: "none", icon: Ban },
  },
  run: {
    PREP: { tone: "wait", icon: Hourglass },
    AUTHORIZED: { tone: "wait", icon: ClipboardCheck },
    IN_PROGRESS: { tone: "ok", icon: Play },
    ON_HOLD: { tone: "held", icon: Hand },
    COMPLETED: { tone: "ok", icon: PackageCheck },
    CANCELLED: { tone: "none", icon: Ban },
  },
  unit: {
    QUEUED: { tone: "wait", icon: Hourglass },
    IN_STATION: { tone: "ok", icon: CircleDot },
    OUT_FAILED: { tone: "bad", icon: X },
    ON_HOLD: { tone: "held", icon: Hand },
    DONE: { tone: "ok", icon: Check },
    SCRAPPED: { tone: "bad", icon: Ban },
    VOIDED: { tone: "none", icon: CircleDashed },
  },
  defect: {
    RECORDED: { tone: "bad", icon: CircleAlert },
    DISPOSITIONED: { tone: "warn", icon: ClipboardCheck },
    CLOSED: { tone: "ok", icon: Check },
    WITHDRAWN: { tone: "none", icon: Undo2 },
  },
  version: {
    READY: { tone: "ok", icon: Check },
    INVALID: { tone: "bad", icon: X },
    NONE: { tone: "none", icon: CircleDashed },
  },
  result: {
    PASS: { tone: "ok", icon: Check },
    FAIL: { tone: "bad", icon: X },
    NA: { tone: "none", icon: CircleDashed },
  },
  /** What the server says of a filled form. */
  judgement: {
    PASS: { tone: "ok", icon: Check },
    FAIL: { tone: "bad", icon: X },
    NA: { tone: "none", icon: CircleDashed },
  },
  outcome: {
    DONE: { tone: "ok", icon: Check },
    REFUSED: { tone: "bad", icon: X },
  },
  apiKey: {
    ACTIVE: { tone: "ok", icon: Check },
    EXPIRED: { tone: "warn", icon: TimerOff },
    REVOKED: { tone: "none", icon: Ban },
  },
  active: {
    ACTIVE: { tone: "ok", icon: Check },
    INACTIVE: { tone: "none", icon: Archive },
  },
  /** What quality decided about a defect. */
  disposition: {
    REWORK: { tone: "warn", icon: Wrench },
    SCRAP: { tone: "bad", icon: Ban },
    HOLD: { tone: "held", icon: Hand },
  },
  /** How bad a defect is for the customer. */
  grade: {
    FATAL: { tone: "bad", icon: OctagonAlert },
    MAJOR: { tone: "warn", icon: TriangleAlert },
    MINOR: { tone: "wait", icon: CircleAlert },
  },
  /** Where a unit stands at a step of its route. */
  step: {
    PASSED: { tone: "ok", icon: Check },
    IN_STATION: { tone: "ok", icon: CircleDot },
    FAILED: { tone: "bad", icon: X },
    CURRENT: { tone: "wait", icon: Hourglass },
    AHEAD: { tone: "none", icon: CircleDashed },
  },
  /** A job the server does by itself. */
  job: {
    QUEUED: { tone: "wait", icon: Hourglass },
    RUNNING: { tone: "ok", icon: Play },
    COMPLETED: { tone: "ok", icon: Check },
    FAILED: { tone: "bad", icon: OctagonAlert },
    CANCELLED: { tone: "none", icon: Ban },
  },
  /** A backup, and whether it is worth its name. */
  backup: {
    QUEUED: { tone: "wait", icon: Hourglass },
    CREATED: { tone: "warn", icon: CircleDashed },
    VERIFIED: { tone: "ok", icon: Check },
    DAMAGED: { tone: "bad", icon: OctagonAlert },
    FAILED: { tone: "bad", icon: X },
    PRUNED: { tone: "none", icon: Ban },
  },
  /** Why a waiting job does not run now. */
  jobWait: {
    READY: { tone: "ok", icon: Play },
    DELAYED: { tone: "wait", icon: Timer },
    RETRY: { tone: "warn", icon: RotateCw },
    PARKED: { tone: "wait", icon: Hourglass },
    BLOCKED: { tone: "wait", icon: CircleDashed },
    PAUSED: { tone: "held", icon: Hand },
    BREAKER: { tone: "warn", icon: TriangleAlert },
  },
  /** How one try of a job ended. */
  attempt: {
    COMPLETED: { tone: "ok", icon: Check },
    RETRY: { tone: "warn", icon: RotateCw },
    PARKED: { tone: "wait", icon: Hourglass },
    THROTTLED: { tone: "wait", icon: Hand },
    FAILED: { tone: "bad", icon: X },
    LOST: { tone: "bad", icon: TimerOff },
    RELEASED: { tone: "none", icon: Undo2 },
  },
  /** What boards lie on together. */
  carrier: {
    READY: { tone: "ok", icon: Check },
    IN_USE: { tone: "wait", icon: PackageOpen },
    CLEANING: { tone: "warn", icon: Droplets },
    BLOCKED: { tone: "bad", icon: OctagonAlert },
    RETIRED: { tone: "none", icon: Archive },
  },
  /** How the boards of a carrier came out of a station. */
  batch: {
    PASS: { tone: "ok", icon: Check },
    FAIL: { tone: "bad", icon: X },
    MIXED: { tone: "warn", icon: TriangleAlert },
  },
  /** A bottle of solder paste. */
  bottle: {
    RECEIVED: { tone: "wait", icon: PackageCheck },
    IN_FRIDGE: { tone: "wait", icon: Snowflake },
    THAWING: { tone: "wait", icon: Hourglass },
    READY: { tone: "ok", icon: Check },
    STIRRED: { tone: "ok", icon: RotateCw },
    OPEN: { tone: "ok", icon: PackageOpen },
    RETURNED: { tone: "wait", icon: Undo2 },
    EMPTY: { tone: "none", icon: CircleDashed },
    SCRAPPED: { tone: "none", icon: Ban },
    EXPIRED: { tone: "bad", icon: OctagonAlert },
  },
  /** Time that runs out; WARNING is a running clock close to its end. */
  clock: {
    RUNNING: { tone: "wait", icon: Timer },
    WARNING: { tone: "warn", icon: TriangleAlert },
    EXPIRED: { tone: "bad", icon: OctagonAlert },
    COMPLETED: { tone: "ok", icon: Check },
    LATE_COMPLETED: { tone: "bad", icon: TimerOff },
    WAIVED: { tone: "held", icon: Hand },
    CANCELLED: { tone: "none", icon: Ban },
  },
  /** A machine. */
  equipment: {
    NORMAL: { tone: "ok", icon: Check },
    DOWN: { tone: "bad", icon: X },
    REPAIR: { tone: "warn", icon: Wrench },
    CALIBRATION: { tone: "held", icon: Hand },
    IDLE: { tone: "wait", icon: CircleDashed },
  },
  /** How urgent a notice is. */
  notice: {
    INFO: { tone: "wait", icon: Info },
    WARNING: { tone: "warn", icon: TriangleAlert },
    ALARM: { tone: "bad", icon: OctagonAlert },
  },
  /** An item of the preparation board. */
  readiness: {
    PASSED: { tone: "ok", icon: Check },
    FAILED: { tone: "bad", icon: X },
    WAIVED: { tone: "held", icon: ShieldCheck },
    RECORDED: { tone: "warn", icon: CircleAlert },
    NOT_NEEDED: { tone: "none", icon: CircleDashed },
    OFF: { tone: "none", icon: Ban },
  },
  waiver: {
    REQUESTED: { tone: "wait", icon: Hourglass },
    ACTIVE: { tone: "held", icon: ShieldCheck },
    REVOKED: { tone: "none", icon: Undo2 },
  },
  /** How strictly a check is taken. */
  gate: {
    OFF: { tone: "none", icon: Ban },
    RECORD: { tone: "wait", icon: CircleDot },
    ALERT: { tone: "warn", icon: TriangleAlert },
    BLOCK: { tone: "bad", icon: X },
  },
  /** A filled form. */
  record: {
    OPEN: { tone: "wait", icon: Hourglass },
    SUBMITTED: { tone: "wait", icon: ClipboardCheck },
    CONFIRMED: { tone: "ok", icon: Check },
    REJECTED: { tone: "bad", icon: X },
    VOIDED: { tone: "none", icon: Ban },
  },
  /** A revision of a form. */
  form: {
    DRAFT: { tone: "wait", icon: CircleDashed },
    ACTIVE: { tone: "ok", icon: Check },
    RETIRED: { tone: "none", icon: Archive },
  },
  severity: {
    BLOCK: { tone: "bad", icon: X },
    ALERT: { tone: "warn", icon: TriangleAlert },
    RECORD: { tone: "wait", icon: CircleDot },
  },
  ...ingestStatuses,
} satisfies Record<string, Record<string, Status>>;

export type StatusKind = keyof typeof statuses;

/** A state this release does not know is shown as no data, with its own name. */
export function statusOf(kind: StatusKind, state: string): Status {
  const table: Record<string, Status> = statuses[kind];
  return table[state] ?? { tone: "none", icon: CircleDashed };
}

export const toneText: Record<Tone, string> = {
  ok: "text-ok-ink",
  wait: "text-wait-ink",
  warn: "text-warn-ink",
  bad: "text-bad-ink",
  held: "text-held-ink",
  none: "text-none-ink",
};

export const toneTint: Record<Tone, string> = {
  ok: "bg-ok-tint text-ok-ink",
  wait: "bg-wait-tint text-wait-ink",
  warn: "bg-warn-tint text-warn-ink",
  bad: "bg-bad-tint text-bad-ink",
  held: "bg-held-tint text-held-ink",
  none: "bg-none-tint text-none-ink",
};

/** For blocks, bars and dots. */
export const toneSolid: Record<Tone, string> = {
  ok: "bg-ok",
  wait: "bg-wait",
  warn: "bg-warn",
  bad: "bg-bad",
  held: "bg-held",
  none: "hatched",
};

export const toneBorder: Record<Tone, string> = {
  ok: "border-ok",
  wait: "border-wait",
  warn: "border-warn",
  bad: "border-bad",
  held: "border-held",
  none: "border-line-strong",
};
