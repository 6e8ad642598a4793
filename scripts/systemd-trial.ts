// npx --yes bun@1.4.5 scripts/systemd-trial.ts <binary>: installs it for real, on this machine's own systemd started a
// second time, in namespaces of its own over a root that is forgotten afterwards. Needs root, systemd and overlayfs.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { freePort } from "../packages/testkit/src/process.ts";
import { main, ScriptError } from "./shell.ts";

const path = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin";

/** Everything the machine has, writable, and nothing of it changed; only systemd itself runs in it. */
const boot = (folder: string) => `set -e
mount --make-rprivate /
mount -t tmpfs -o size=2g tmpfs ${folder}
cd ${folder}
mkdir upper work root
mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
cd root
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
mount -t sysfs sysfs sys
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then mount -t cgroup2 cgroup2 sys/fs/cgroup
else mount -t tmpfs tmpfs sys/fs/cgroup; mkdir sys/fs/cgroup/systemd; mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd; fi
rm -rf etc/systemd/system/*.wants var/lib/lineside etc/lineside
printf '[Unit]\\nDescription=Trial\\nDefaultDependencies=no\\nWants=systemd-journald.service\\n' > etc/systemd/system/trial.target
mkdir -p before
pivot_root . before
umount -l /before
exec env -i container=lineside PATH=${path} /lib/systemd/systemd --system --unit=trial.target
`;

class Trial {
  constructor(readonly pid: number) {}

  async run(...command: string[]) {
    const inside = ["nsenter", "-t", String(this.pid), "-m", "-p", "-u", "-i", "-C"];
    const child = Bun.spawn(
      [...inside, "env", "-i", `PATH=${path}`, "SYSTEMD_PAGER=", ...command],
      {
        ...{ stdin: "ignore", stdout: "pipe", stderr: "pipe" },
        timeout: 120_000,
        killSignal: "SIGKILL",
      },
    );
    const [out, err] = await Promise.all(
      [child.stdout, child.stderr].map((each) => new Response(each).text()),
    );
    return { code: await child.exited, text: `${out}${err}`.trim() };
  }

  /** Says what was done and ends the trial where it was not so. */
  async expect(
    name: string,
    command: string[],
    wanted: { code?: number; has?: string },
  ): Promise<void> {
    const { code, text } = await this.run(...command);
    if (code !== (wanted.code ?? 0) || !text.includes(wanted.has ?? ""))
      throw new ScriptError(`${name}: ${command.join(" ")} ended with ${code}\n${text}`);
    console.log(`ok  ${name}`);
  }
}

main(async () => {
  const binary = resolve(process.argv[2] ?? "dist/lineside");
  if (process.getuid?.() !== 0 || !existsSync("/lib/systemd/systemd") || !existsSync(binary))
    throw new ScriptError(`It needs root, systemd and the binary ${binary}.`);
  const folder = mkdtempSync(join(tmpdir(), "lineside-trial-"));
  const flags = ["-f", "-p", "-m", "-u", "-i", "-C", "--kill-child", "sh", "-c", boot(folder)];
  const outside = Bun.spawn(["unshare", ...flags], { stdio: ["ignore", "ignore", "ignore"] });
  try {
    const trial = new Trial(await initOf(outside.pid));
    copyFileSync(binary, `/proc/${trial.pid}/root/opt/${basename(binary)}`);
    await walk(trial, `/opt/${basename(binary)}`);
  } finally {
    outside.kill("SIGKILL");
    await outside.exited;
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
});

/** The systemd that was started, once it answers. */
async function initOf(pid: number): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    await Bun.sleep(100);
    const children = await Bun.file(`/proc/${pid}/task/${pid}/children`)
      .text()
      .catch(() => "");
    const child = Number(children.trim().split(" ")[0]);
    const isThere = child > 0 && existsSync(`/proc/${child}/root/run/systemd/system`);
    if (isThere && (await new Trial(child).run("systemctl", "list-units")).code === 0) return child;
  }
  throw new ScriptError("A second systemd does not start here.");
}

async function walk(trial: Trial, binary: string): Promise<void> {
  const port = String(await freePort());
  const install = [binary, "service", "install"];
  const service = ["lineside", "service"];
  const shown = (property: string) => ["systemctl", "show", "lineside", "-p", property, "--value"];
  await trial.expect("install", [...install, "--port", port], { has: "Installed." });
  await trial.expect("again: nothing to do", install, { has: "Nothing to change." });
  await trial.expect("status", [...service, "status"], { has: "as this version writes it" });
  await trial.expect(
    "its own account",
    ["sh", "-c", 'test -z "$(find /var/lib/lineside ! -user lineside)"'],
    {},
  );
  await trial.expect("a verb as the service", [...service, "run", "backup", "create"], {
    has: "is good",
  });
  await trial.expect("reload", ["systemctl", "reload", "lineside"], {});
  await trial.expect("ready after it", [...service, "run", "health"], { has: "200" });
  await trial.expect("killed", ["systemctl", "kill", "-s", "KILL", "lineside"], {});
  await Bun.sleep(5_000);
  await trial.expect("restarted", shown("NRestarts"), { has: "1" });
  await trial.expect("stop", ["systemctl", "stop", "lineside"], {});
  await trial.expect("stopped well", shown("Result"), { has: "success" });
  await trial.expect("a port below 1024", [...install, "--port", "443"], {
    has: ":443/readyz 200",
  });
  await trial.expect(
    "a wrong setting",
    [
      "sh",
      "-c",
      "echo APP_TIMEZONE=Mars >> /etc/lineside/lineside.env; systemctl restart lineside; sleep 4; lineside service status",
    ],
    { code: 1, has: "result exit-code (2)" },
  );
  await trial.expect("mended", [...install, "--timezone", "Asia/Shanghai", "--port", port], {
    has: "Installed.",
  });
  await trial.expect(
    "another binary in its place",
    ["sh", "-c", `cp ${binary} /opt/other && printf x >> /opt/other && /opt/other service install`],
    { has: "Installed." },
  );
  await trial.expect(
    "back to the one before",
    ["/usr/local/bin/lineside.previous", "service", "install"],
    { has: "Installed." },
  );
  await trial.expect("uninstall", [...service, "uninstall"], { has: "Left as they are" });
  await trial.expect(
    "the data are left",
    ["ls", "/var/lib/lineside/lineside.db", "/etc/lineside/lineside.env"],
    {},
  );
}
