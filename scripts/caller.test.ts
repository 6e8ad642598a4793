import { expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Where there is no /proc nobody is watched.
test.skipIf(process.platform !== "linux")(
  "a script stops itself when the command that started it through a shell is killed",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "lineside-caller-"));
    const file = join(folder, "stopped");
    const fixture = join(import.meta.dir, "caller.fixture.ts");
    const caller = Bun.spawn([process.execPath, fixture, "caller", file], {
      // The test run itself may be under --no-orphans, which would do the script's work for it.
      env: { ...process.env, BUN_FEATURE_FLAG_NO_ORPHANS: undefined },
      stdout: "pipe",
    });
    const reader = caller.stdout.getReader();
    await reader.read();
    expect(existsSync(file)).toBe(false);
    caller.kill("SIGKILL");
    // The script holds the other end of this pipe: it closes when the script has ended.
    while (!(await reader.read()).done);
    expect(existsSync(file)).toBe(true);
    rmSync(folder, { recursive: true });
  },
);
