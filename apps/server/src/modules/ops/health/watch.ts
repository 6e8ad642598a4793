import { hostname } from "node:os";
import {
  type Health,
  type HealthCheck,
  type HealthCode,
  type HealthNode,
  healthChecks,
  healthCodes,
  healthSentence,
  isTrouble,
  trendUnits,
  worstLevel,
} from "@lineside/domain/health";
import { elapsedMs, type Instant } from "@lineside/domain/kernel";
import { describeError } from "../../../platform/logger.ts";
import type { Platform } from "../../../platform/platform.ts";
import { version } from "../../../platform/version.ts";
import { storedAlarms } from "./alarm-store.ts";
import { settleAlarms } from "./alarms.ts";
import { type Judged, lookAt, shownCheck } from "./look.ts";
import { liveNodes } from "./operation-queries.ts";
import { type HealthProbes, systemProbes } from "./probes.ts";
import { freshMemory, type HealthMemory } from "./scene.ts";

const everyMs = 60_000;
const trendMax = 60;
/** A person who asks in between adds no point. */
const pointEveryMs = 50_000;

interface Standing {
  level: HealthCheck["level"];
  since: Instant;
  trend: number[];
}

/** How this node and its plant are: looked at every minute, remembered, and told from memory. */
export class HealthWatch {
  readonly node: string;
  readonly #memory: HealthMemory;
  readonly #standing = new Map<HealthCode, Standing>();
  #report: Health;
  #looking: Promise<Health> | null = null;
  #pointAt: Instant | null = null;
  #timer: Timer | undefined;

  constructor(
    readonly platform: Platform,
    public probes: HealthProbes = systemProbes,
  ) {
    this.node = `${hostname()}:${platform.config.port}`;
    this.#memory = freshMemory(platform.clock.now());
    this.#report = {
      ...{ at: null, node: this.node, version, level: "UNKNOWN" },
      checks: healthCodes.map((code) => ({
        ...{ code, level: "UNKNOWN" as const, reason: "NOT_LOOKED", since: null, context: {} },
        isPlant: healthChecks[code].isPlant,
      })),
    };
  }

  /** The last look. */
  get report(): Health {
    return this.#report;
  }

  /**
   * Looks now; whoever asks while somebody looks already is told what that one finds. `isThorough`: also
   * at what is otherwise looked at seldom, as long as it is a matter of seconds.
   */
  look({ isThorough = false } = {}): Promise<Health> {
    if (isThorough && !this.#looking)
      Object.assign(this.#memory, { fsync: null, clockSource: null });
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  start(): void {
    const again = () => {
      this.#timer = setTimeout(again, everyMs);
      this.#timer.unref();
      this.look().catch((error) => this.platform.log.error("health unseen", describeError(error)));
    };
    again();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#looking?.catch(() => {});
  }

  async #look(): Promise<Health> {
    const { config, db, clock, settings, metrics, fitness } = this.platform;
    const now = clock.now();
    const judged = await lookAt({
      ...{ config, db, now, metrics, settings: settings.current(), probes: this.probes },
      ...{ memory: this.#memory, certificateEndsAt: fitness.certificateEndsAt },
    });
    const isPoint =
      this.#pointAt === null || Math.abs(elapsedMs(this.#pointAt, now)) >= pointEveryMs;
    if (isPoint) this.#pointAt = now;
    const checks = judged.map((each) => this.#stand(each, { now, isPoint }));
    this.#noteFitness(judged);
    const isUp = judged.some(({ code, level }) => code === "DATABASE" && level !== "ALARM");
    const nodes = isUp ? await this.#settle(judged, now) : null;
    this.#report = {
      ...{ at: now, node: this.node, version, checks },
      level: worstLevel(checks.map(({ level }) => level)),
      ...(nodes && { nodes }),
    };
    return this.#report;
  }

  #stand(judged: Judged, { now, isPoint }: { now: Instant; isPoint: boolean }): HealthCheck {
    const { code, level, value } = judged;
    const last = this.#standing.get(code);
    if (last?.level !== level) this.#log(judged, last?.level ?? "OK");
    const since = last?.level === level ? last.since : now;
    const trend = last?.trend ?? [];
    if (isPoint && value !== undefined) {
      trend.push(value);
      if (trend.length > trendMax) trend.shift();
    }
    this.#standing.set(code, { level, since, trend });
    const shown = shownCheck(judged, since);
    return trendUnits[code] ? { ...shown, trend: [...trend] } : shown;
  }

  /** Also where nobody reads notices: trouble that begins, changes and ends. */
  #log(judged: Judged, before: HealthCheck["level"]): void {
    const { code, level, reason } = judged;
    if (!isTrouble(level) && !isTrouble(before)) return;
    const { log, timezone } = this.platform;
    const sentence = healthSentence(judged, "en", timezone);
    const tell = level === "ALARM" ? log.error : isTrouble(level) ? log.warn : log.info;
    tell("health", { check: code, level, reason, sentence });
  }

  /** What /readyz says without asking anybody. */
  #noteFitness(judged: readonly Judged[]): void {
    const schema = judged.find(({ code }) => code === "SCHEMA");
    if (!schema || schema.level === "UNKNOWN") return;
    this.platform.fitness.schema = fitnessOf[schema.reason] ?? "ok";
  }

  /** Alarms compared and told; on PostgreSQL the nodes there are, with what they find. */
  async #settle(judged: readonly Judged[], now: Instant): Promise<HealthNode[] | null> {
    const { platform, node } = this;
    const { db, jobs } = platform;
    try {
      const nodes = db.dialect === "postgresql" ? await liveNodes(db, now) : [];
      // The first of those alive speaks for the plant; with none written down yet, whoever looks.
      const isLeading = nodes.length === 0 || nodes[0]?.worker === jobs.worker;
      await settleAlarms(platform, { node, isLeading, judged });
      return db.dialect === "postgresql" ? shownNodes(nodes, await storedAlarms(db.read)) : null;
    } catch {
      // The database went between two questions: the next look says so.
      return null;
    }
  }
}

const fitnessOf: Partial<Record<string, Platform["fitness"]["schema"]>> = {
  NEWER: "newer",
  CHANGED: "changed",
  BEHIND: "behind",
  MISSING: "different",
  DIFFERENT: "different",
};

function shownNodes(
  nodes: Awaited<ReturnType<typeof liveNodes>>,
  alarms: Awaited<ReturnType<typeof storedAlarms>>,
): HealthNode[] {
  return nodes.map(({ worker, version: runs, lastSeenAt }) => {
    const [host = worker] = worker.split(":");
    const troubles = alarms
      .filter(({ node, clearedAt }) => clearedAt === null && node.startsWith(`${host}:`))
      .map(({ check, severity, sinceAt, context }): HealthCheck => {
        const { reason, ...rest } = context as Record<string, unknown>;
        return {
          ...{ code: check as HealthCode, level: severity as "WARNING" | "ALARM" },
          ...{ reason: String(reason), since: sinceAt, context: rest, isPlant: false },
        };
      });
    const level = worstLevel(troubles.map((each) => each.level));
    return { node: host, version: runs, seenAt: lastSeenAt, level, troubles };
  });
}

const watches = new WeakMap<Platform, HealthWatch>();

/** One for each server. */
export function watchOf(platform: Platform): HealthWatch {
  const known = watches.get(platform) ?? new HealthWatch(platform);
  watches.set(platform, known);
  return known;
}
