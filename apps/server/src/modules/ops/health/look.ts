import { setImmediate as immediate } from "node:timers/promises";
import {
  type HealthCheck,
  type HealthCode,
  healthChecks,
  healthCodes,
  type Judgement,
  judgeHealth,
  type Seen,
} from "@lineside/domain/health";
import { databaseLooks, whyNot } from "./database-queries.ts";
import { machineLooks } from "./machine-looks.ts";
import { operationLooks } from "./operation-queries.ts";
import type { HealthScene, Look } from "./scene.ts";

const looks: { [Code in HealthCode]: Look<Code> } = {
  ...databaseLooks,
  ...machineLooks,
  ...operationLooks,
};

export interface Judged extends Judgement {
  readonly code: HealthCode;
}

/** Looks at everything and judges it. Never throws: what cannot be seen is UNKNOWN. */
export async function lookAt(
  scene: HealthScene,
  codes: readonly HealthCode[] = healthCodes,
): Promise<Judged[]> {
  const see = async (code: HealthCode): Promise<Judged> => ({
    code,
    ...judgeHealth(code, await seeInTime(scene, code), scene.now),
  });
  const seen: Promise<Judged>[] = [];
  for (const code of codes) {
    // A scan that waits comes between two of them.
    await immediate();
    const one = see(code);
    seen.push(one);
    // Alone, or it would be timed with the questions after it.
    if (code === "DATABASE") await one;
  }
  return await Promise.all(seen);
}

async function seeInTime<Code extends HealthCode>(
  scene: HealthScene,
  code: Code,
): Promise<Seen<Code>> {
  const { patienceMs } = scene.probes;
  const { promise: tooLate, resolve } = Promise.withResolvers<Seen<Code>>();
  const timer = setTimeout(
    () => resolve({ why: `no answer within ${patienceMs / 1000} s` }),
    patienceMs,
  );
  const look = looks[code] as Look<Code>;
  const seen = Promise.try(() => look(scene)).then(
    (facts): Seen<Code> => ({ facts }),
    (error): Seen<Code> => ({ why: whyNot(error) }),
  );
  try {
    return await Promise.race([seen, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** As it is shown; `since` and trend are whoever's who looks again and again. */
export function shownCheck(
  { code, level, reason, context }: Judged,
  since: HealthCheck["since"],
): HealthCheck {
  const { isPlant } = healthChecks[code];
  return { code, level, reason, since, context: { ...context }, isPlant };
}
