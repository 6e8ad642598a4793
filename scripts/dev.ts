// npm run dev: the server restarts and the page reloads as the sources change. One address to open.
import { join } from "node:path";
import { describeSignIns, seedSteps } from "./demo.ts";
import { defaultPort } from "./local.ts";
import { runServers, untilHealthy } from "./serve.ts";
import { checkBunVersion, setupSteps } from "./setup.ts";
import { bin, main, root } from "./shell.ts";
import { runSteps } from "./steps.ts";

const webFolder = join(root, "apps/web");
const source = [process.execPath, "apps/server/src/main.ts"];

main(async () => {
  checkBunVersion();
  await runSteps([...setupSteps, ...seedSteps(source)]);
  const webPort = defaultPort();
  const serverPort = webPort + 1;
  const server = {
    command: [process.execPath, "--watch", "--no-clear-screen", "apps/server/src/main.ts", "serve"],
    env: { PORT: String(serverPort), APP_WEB_MODE: "off" },
  };
  const vite = [bin("vite", webFolder), "--port", String(webPort), "--strictPort"];
  const web = {
    command: [process.execPath, "--bun", ...vite, "--clearScreen", "false"],
    cwd: webFolder,
    // Where Vite sends what is not a page.
    env: { PORT: String(serverPort) },
  };
  return runServers([server, web], async () => {
    if (!(await untilHealthy(serverPort))) return;
    const lines = ["", `Open http://localhost:${webPort}`, ...describeSignIns(), ""];
    console.log(lines.join("\n"));
  });
});
