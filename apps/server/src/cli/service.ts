import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseFlags, readConfig } from "../platform/config.ts";
import { askReady, ownUrl } from "./health.ts";
import { carryOut, isChange, type Machine, obstacle } from "./service/carry-out.ts";
import { readSettings, type Settings } from "./service/env-file.ts";
import { placeOf, settingsFile } from "./service/place.ts";
import { planInstall, planUninstall, type Step, settingsText, stepText } from "./service/plan.ts";
import { readStatus, statusText } from "./service/status.ts";
import { systemdUnit, unitName } from "./service/unit.ts";
import { whyNotHere } from "./service/why-not.ts";
import { UsageError } from "./usage.ts";

const usage = `Usage: lineside service install [--dry-run] [--root DIR] [--no-start] [settings]
       lineside service status [--json]
       lineside service run <verb …>
       lineside service print [settings]
       lineside service uninstall [--dry-run]
Settings are the flags of the server (--port 443 --database-url file:/srv/lineside/lineside.db …); DATABASE_URL
and APP_SECRET are taken from the environment as well. They go to ${settingsFile}.`;

interface Asked {
  isDryRun: boolean;
  isJson: boolean;
  starts: boolean;
  root: string;
  given: Settings;
}

const actions: Record<string, (asked: Asked) => Promise<number>> = {
  install,
  uninstall,
  print,
  status,
};

/** Lineside as a service of the machine. Exit 0 done, 1 not running or not ready, 2 refused with nothing changed. */
export async function service([verb = "", ...rest]: string[]): Promise<number> {
  // Folders on the way to a file belong to everybody; what may not be read by all says so itself.
  process.umask(0o022);
  if (verb === "run") return run(rest);
  const action = Object.hasOwn(actions, verb) ? actions[verb] : undefined;
  if (!action || rest.includes("--help")) throw new UsageError(usage);
  return await action(read(rest));
}

function read(words: string[]): Asked {
  const switches = ["--dry-run", "--json", "--no-start"];
  const flags = words.filter((word) => !switches.includes(word));
  const at = flags.findIndex((word) => /^--root(=|$)/.test(word));
  const [word = ""] = at < 0 ? [] : flags.splice(at, 1);
  const root = at < 0 ? "" : word.includes("=") ? word.slice(7) : flags.splice(at, 1)[0];
  if (root === undefined || (at >= 0 && root === "")) throw new UsageError(usage);
  const { DATABASE_URL, APP_SECRET } = process.env;
  const given = {
    ...(DATABASE_URL ? { DATABASE_URL } : {}),
    ...(APP_SECRET ? { APP_SECRET } : {}),
    ...parseFlags(flags),
  };
  return {
    isDryRun: words.includes("--dry-run"),
    isJson: words.includes("--json"),
    starts: !words.includes("--no-start"),
    root: root === "/" ? "" : root,
    given,
  };
}

async function install({ root, given, isDryRun, starts }: Asked): Promise<number> {
  if (!isDryRun) whyNotHere({ root, needsSystemd: true });
  if (/^bun(\.exe)?$/.test(basename(process.execPath)))
    throw new UsageError(
      "The service runs the built file: npm run build:single, then dist/lineside service install.",
    );
  const machine = machineOf(root);
  const present = settingsAt(root);
  const text = settingsText(present, withSecret(given, present));
  const settings = readSettings(text);
  check(settings, root);
  const steps = planInstall(settings, text, process.execPath).filter(
    ({ does }) => starts || does !== "restart",
  );
  if (isDryRun) return tell(steps);
  refuseObstacles(steps, machine);
  const isChanged = carryOutAll(steps, machine);
  if (root !== "")
    return done(`${join(root, "/")} is ready: it starts Lineside when it is booted.`);
  if (!starts) return done(`Installed; systemctl start lineside starts it.`);
  const code = await whenReady(settings, isChanged);
  if (code === 0 && present === null)
    process.stdout.write(
      "The link for the first administrator: journalctl -u lineside -o cat | grep setup\n",
    );
  return code;
}

/** Every node of one PostgreSQL needs the same secret, so it stands in the settings where people can copy it. */
function withSecret(given: Settings, present: string | null): Settings {
  const all = { ...readSettings(present ?? ""), ...given };
  if (!/^postgres/.test(all.DATABASE_URL ?? "") || all.APP_SECRET) return given;
  const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex");
  process.stdout.write(
    `APP_SECRET was made; other nodes of this database need the same one, it stands in ${settingsFile}.\n`,
  );
  return { ...given, APP_SECRET: secret };
}

/** The server's own reading; certificates of another root are not here. */
function check(settings: Settings, root: string): void {
  const { APP_TLS_CERT_PATH, APP_TLS_KEY_PATH, ...rest } = settings;
  readConfig(root === "" ? settings : rest, []);
}

/** A step that does not change anything is not worth stopping the line for. */
function carryOutAll(steps: Step[], machine: Machine): boolean {
  let isChanged = false;
  for (const step of steps) {
    if (step.does === "reload" && !isChanged) continue;
    if (step.does === "restart" && !isChanged && isActive(machine)) continue;
    const outcome = carryOut(step, machine);
    isChanged ||= isChange(step, outcome);
    if (outcome === "left as it is" && step.does === "folder")
      process.stdout.write(
        `${step.path} is left as it is; ${step.owner} must be able to write there\n`,
      );
    if (outcome === "done")
      process.stdout.write(`${stepText(step).split("\n")[0]?.replace(/:$/, "")}\n`);
  }
  return isChanged;
}

const isActive = ({ root, run }: Machine) =>
  root !== "" || run(["systemctl", "is-active", "--quiet", unitName]).code === 0;

function refuseObstacles(steps: Step[], machine: Machine): void {
  const found = steps.flatMap((step) => obstacle(step, machine) ?? []);
  if (found.length > 0) throw new UsageError(found.join("\n"));
}

const readyMs = 60_000;

async function whenReady(settings: Settings, isChanged: boolean): Promise<number> {
  const url = new URL("/readyz", ownUrl(settings));
  const deadline = performance.now() + readyMs;
  let asked = await askReady(url, 2_000, true);
  while (!asked.isReady && performance.now() < deadline) {
    await Bun.sleep(250);
    asked = await askReady(url, 2_000, true);
  }
  process.stdout.write(`${asked.text}\n`);
  if (asked.isReady) return done(isChanged ? "Installed." : "Nothing to change.");
  process.stdout.write(
    `Not ready after ${readyMs / 1_000} s: journalctl -u lineside -n 50 says why. An upgrade of a large database takes longer.\nBack to the version before: sudo ${placeOf(settings).binary}.previous service install\n`,
  );
  return 1;
}

async function uninstall({ root, isDryRun }: Asked): Promise<number> {
  if (!isDryRun) whyNotHere({ root, needsSystemd: true });
  const settings = readSettings(settingsText(settingsAt(root), {}));
  const place = placeOf(settings);
  const steps = planUninstall(place);
  if (isDryRun) return tell(steps);
  carryOutAll(steps, machineOf(root));
  const left = [place.data, ...place.writes, settingsFile].join(", ");
  return done(
    `Left as they are: ${left} and the account ${place.user}. Only who has a backup elsewhere removes them.`,
  );
}

async function print({ given, root }: Asked): Promise<number> {
  const settings = readSettings(settingsText(settingsAt(root), given));
  process.stdout.write(systemdUnit(placeOf(settings), settings));
  return 0;
}

async function status({ isJson, root }: Asked): Promise<number> {
  whyNotHere({ root: "", needsSystemd: true, needsRoot: false });
  const found = await readStatus(machineOf(root));
  process.stdout.write(isJson ? `${JSON.stringify(found)}\n` : statusText(found));
  return found.active === "active" && found.ready?.isReady !== false ? 0 : 1;
}

/** Any verb with the settings and as the account of the service: nothing in its folder may belong to root. */
async function run(words: string[]): Promise<number> {
  if (words.length === 0) throw new UsageError(usage);
  whyNotHere({ root: "", needsSystemd: false });
  const present = settingsAt("");
  if (present === null)
    throw new UsageError(`There is no ${settingsFile}: lineside service install comes first.`);
  const settings = readSettings(present);
  const { user, binary, data } = placeOf(settings);
  const child = Bun.spawn(["runuser", "-u", user, "--", binary, ...words], {
    cwd: data,
    env: { PATH: process.env.PATH, TERM: process.env.TERM, LANG: process.env.LANG, ...settings },
    stdio: ["inherit", "inherit", "inherit"],
  });
  return await child.exited;
}

/** Null: no installation yet. */
function settingsAt(root: string): string | null {
  const path = join(root, settingsFile);
  if (!existsSync(path)) return null;
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new UsageError(`${path} can be read by root only: run it with sudo.`);
  }
}

function machineOf(root: string): Machine {
  const run = (command: string[]) => {
    const ended = Bun.spawnSync(command, { stdout: "pipe", stderr: "pipe" });
    return { code: ended.exitCode, output: `${ended.stdout}${ended.stderr}` };
  };
  return { root, run };
}

function tell(steps: Step[]): number {
  process.stdout.write(`${steps.map(stepText).join("\n")}\n`);
  return 0;
}

function done(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}
