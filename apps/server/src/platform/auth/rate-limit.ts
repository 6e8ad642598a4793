import { AppError, elapsedMs, type Instant } from "@lineside/domain/kernel";

const windowMs = 5 * 60_000;
/** A person mistypes; a program guesses. Address limits are wider: a floor may share one. */
const limits = { account: 8, address: 40 } as const;
const keysMax = 10_000;

const refusals = {
  SIGN_IN: "SIGN_IN_RATE_LIMITED",
  SETUP: "SIGN_IN_RATE_LIMITED",
  PASSWORD: "SIGN_IN_RATE_LIMITED",
  BADGE: "BADGE_RATE_LIMITED",
} as const;

/** What is tried: a kind of secret, whose, and from where. */
export interface Trial {
  kind: keyof typeof refusals;
  key: string;
  ip: string | null;
}

export interface Attempt {
  /** The secret was right: earlier failures of the account are forgotten. */
  succeeded(): void;
  /** Nothing was guessed, e.g. the PIN is still to be asked for. */
  forgiven(): void;
}

/**
 * Counts failed attempts per account and per address in a sliding window, in this node's memory: a
 * restart forgives, which costs an attacker's wait but no operator's shift.
 */
export class AttemptLimiter {
  readonly #failures = new Map<string, Instant[]>();

  /**
   * Throws …_RATE_LIMITED with the seconds to wait. The attempt counts as failed until it says
   * otherwise, so that a hundred at once are not all let in before the first has failed.
   */
  begin(trial: Trial, now: Instant): Attempt {
    const keys = keysOf(trial);
    for (const [key, limit] of keys) {
      const recent = this.#recent(key, now);
      const oldest = recent.at(-limit);
      if (oldest === undefined) continue;
      const retryAfterSeconds = Math.ceil((windowMs - elapsedMs(oldest, now)) / 1000);
      throw new AppError("too_many", refusals[trial.kind], { retryAfterSeconds });
    }
    if (this.#failures.size > keysMax) this.#failures.clear();
    for (const [key] of keys) this.#failures.set(key, [...this.#recent(key, now), now]);
    const forgiven = () => {
      for (const [key] of keys) this.#takeBack(key, now);
    };
    const succeeded = () => {
      forgiven();
      this.#failures.delete(keys[0][0]);
    };
    return { succeeded, forgiven };
  }

  /** Somebody who may decides that the account starts anew. */
  forgive(trial: Omit<Trial, "ip">): void {
    this.#failures.delete(keysOf({ ...trial, ip: null })[0][0]);
  }

  #recent(key: string, now: Instant): Instant[] {
    // What a clock counted that was ahead would stand until its time comes.
    return (this.#failures.get(key) ?? []).filter((at) => Math.abs(elapsedMs(at, now)) < windowMs);
  }

  #takeBack(key: string, at: Instant): void {
    const failures = this.#failures.get(key) ?? [];
    const index = failures.indexOf(at);
    if (index >= 0) this.#failures.set(key, failures.toSpliced(index, 1));
  }
}

type Keys = [[string, number], ...[string, number][]];

function keysOf({ kind, key, ip }: Trial): Keys {
  const account: [string, number] = [`${kind} account:${key.toLowerCase()}`, limits.account];
  return ip === null ? [account] : [account, [`${kind} address:${ip}`, limits.address]];
}
