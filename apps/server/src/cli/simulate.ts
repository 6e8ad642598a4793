import { systemClock } from "../platform/clock.ts";
import { openBroker } from "../simulate/amqp.ts";
import { type Options, readOptions, simulateUsage } from "../simulate/options.ts";
import { isReconciled, reportOf } from "../simulate/report.ts";
import { Unreachable } from "../simulate/server-client.ts";
import { Simulation } from "../simulate/simulation.ts";
import { UsageError } from "./usage.ts";

/** Between two rounds of --forever. */
const idleSeconds = 30;

/** A virtual line drives a running server; 0 when everything it sent is traced exactly once. */
export async function simulate(rest: string[]): Promise<number> {
  if (rest.includes("--help")) {
    process.stdout.write(simulateUsage);
    return 0;
  }
  const options = readOptions(process.env, rest);
  if (!options.user)
    throw new UsageError(
      `The simulator reads the run's route and the trace as a person: --user and LINESIDE_PASSWORD.\n\n${simulateUsage}`,
    );
  const tell = (line: string) => {
    if (!options.isQuiet) process.stderr.write(`${line}\n`);
  };
  const simulation = new Simulation(options, { clock: systemClock, tell, openBroker });
  onInterrupt(simulation, tell);
  try {
    return await rounds(simulation, options, tell);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function rounds(
  simulation: Simulation,
  options: Options,
  tell: (line: string) => void,
): Promise<number> {
  await simulation.signIn();
  let isRight = true;
  do {
    const moved = await oneRound(simulation, options, tell).catch((error) => {
      // A run that is on hold or finished today may be open again tomorrow.
      if (!options.isForever || error instanceof Unreachable) throw error;
      tell(String(error instanceof Error ? error.message : error));
      return true;
    });
    isRight &&= moved;
    if (options.isForever) await idle(simulation);
  } while (options.isForever && !simulation.isStopping);
  return isRight ? 0 : 1;
}

/** Whether everything is as it should be. */
async function oneRound(
  simulation: Simulation,
  options: Options,
  tell: (line: string) => void,
): Promise<boolean> {
  const line = await simulation.learn();
  const boards = await simulation.boards(line);
  if (boards.length === 0) throw new Error(`No board of ${options.runNo} waits.`);
  tell(`${boards.length} boards of ${line.runNo} on line ${line.lineCode}`);
  const { found, seconds } = await simulation.round(line, boards);
  const isRight = isReconciled(found);
  const { runNo, seed } = options;
  process.stdout.write(
    options.isJson
      ? `${JSON.stringify({ runNo, seed, seconds, isReconciled: isRight, ...found })}\n`
      : reportOf(found, options),
  );
  return isRight;
}

async function idle(simulation: Simulation): Promise<void> {
  for (let waited = 0; waited < idleSeconds * 4 && !simulation.isStopping; waited++)
    await Bun.sleep(250);
}

/** Once: ends gracefully with the reconciliation so far. Twice: at once. */
function onInterrupt(simulation: Simulation, tell: (line: string) => void): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (simulation.isStopping) process.exit(130);
      tell("Stopping: boards stay where they are; once more ends at once.");
      simulation.stop();
    });
}
