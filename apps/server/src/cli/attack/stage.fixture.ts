import { expect, test } from "bun:test";
import type { Attacker, Target } from "./client.fixture.ts";

/** Who attacks what. Known when the first attack starts, not when the attacks are listed. */
export interface Scene {
  readonly target: Target;
  readonly admin: Attacker;
  readonly operator: Attacker;
  readonly engineer: Attacker;
  /** Milliseconds until a head that never ends was hung up on; it takes a while, beside the others. */
  readonly slowHead: Promise<number>;
}

export type AtScene = () => Scene;

/** How many attacks were tried, and how many came to nothing. */
export const tally = { tried: 0, held: 0 };

/** A test that is counted. */
export function attack(what: string, tries: () => Promise<void>): void {
  test(what, async () => {
    tally.tried++;
    await tries();
    tally.held++;
  });
}

export async function isStillThere({ target }: Scene): Promise<void> {
  expect((await target.fetch("/healthz")).status).toBe(200);
}
