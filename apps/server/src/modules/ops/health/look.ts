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

/** Looks at everything at once and judges it. Never throws: what cannot be seen is UNKNOWN. */
export function lookAt(
  scene: HealthScene,
  codes: readonly HealthCode[] = healthCodes,
): Promise<Judged[]> {
  return Promise.all(
    codes.map(async (code) => ({
      code,
      ...judgeHealth(code, await seeInTime(scene, code), scene.now),
    })),
  );
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
