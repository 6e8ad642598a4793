import type { LogConfig } from "./log-config.ts";
import { LogFiles } from "./log-files.ts";
import type { LogLevel } from "./logger.ts";

/** A warning or an error that is still in memory; `number` counts them since the start. */
export interface Remembered {
  readonly number: number;
  readonly line: string;
}

const rememberedMax = 500;
const rememberedCharacters = 1_000_000;
const earlyMax = 200;

/**
 * What becomes of log lines beside stdout: warnings and errors stay in memory for a while, and once a
 * folder is known every line goes into its files.
 */
export class LogBook {
  warnings = 0;
  errors = 0;
  files: LogFiles | null = null;
  readonly #remembered: Remembered[] = [];
  #characters = 0;
  /** Lines of before the folder was known. */
  #early: string[] | null = [];

  /** Never throws and never waits. */
  take(written: string, level: LogLevel): void {
    const line = written.replace(onceOnly, "$1…");
    if (level === "warn") this.warnings++;
    if (level === "error") this.errors++;
    if (level === "warn" || level === "error") this.#remember(line.trimEnd());
    if (this.files) this.files.write(line);
    else if (this.#early && this.#early.length < earlyMax) this.#early.push(line);
  }

  /** From now on lines go into files too; what was told before is written first. */
  keep(config: LogConfig, failed?: (error: unknown) => void): void {
    const early = this.#early ?? [];
    this.#early = null;
    if (config.dir === null) return;
    this.files = new LogFiles({ ...config, dir: config.dir, ...(failed && { failed }) });
    for (const line of early) this.files.write(line);
  }

  /** Oldest first. */
  get remembered(): readonly Remembered[] {
    return this.#remembered;
  }

  get lost(): number {
    return this.files?.lost ?? 0;
  }

  async close(): Promise<void> {
    await this.files?.close();
  }

  #remember(line: string): void {
    this.#remembered.push({ number: this.warnings + this.errors, line });
    this.#characters += line.length;
    while (this.#remembered.length > rememberedMax || this.#characters > rememberedCharacters)
      this.#characters -= this.#remembered.shift()?.line.length ?? 0;
  }
}

/** The set-up link is for whoever sees the console now, not for who reads the files later. */
const onceOnly = /([?&]token=)[^"&\s]+/g;
