// npm start: from a fresh clone to a running demo factory.
import { binaryPath, buildSteps } from "./build-single.ts";
import { describeSignIns, seedSteps, startSimulator } from "./demo.ts";
import { defaultPort } from "./local.ts";
import { isHealthy, runServers, untilHealthy } from "./serve.ts";
import { checkBunVersion, setupSteps } from "./setup.ts";
import { main } from "./shell.ts";
import { runSteps, seconds } from "./steps.ts";

main(async () => {
  checkBunVersion();
  await runSteps([...setupSteps, ...buildSteps(), ...seedSteps([binaryPath])]);
  const port = defaultPort();
  // Whoever answers on this port now is not us: the binary will say that the port is in use.
  const isTaken = port === 0 || (await isHealthy(port));
  const server = { command: [binaryPath, "serve"], env: { PORT: String(port) } };
  const beside: { stop(): void }[] = [];
  const code = await runServers([server], async () => {
    if (isTaken || !(await untilHealthy(port))) return;
    beside.push(...startSimulator([binaryPath], port));
    greet(port);
  });
  for (const each of beside) each.stop();
  return code;
});

function greet(port: number): void {
  const time = seconds(performance.now());
  const lines = [
    "",
    `Lineside is running after ${time}: http://localhost:${port}`,
    ...describeSignIns(),
  ];
  console.log([...lines, "", "Stop with Ctrl+C.", ""].join("\n"));
}
