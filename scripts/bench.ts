// npm run bench: what the product costs, measured on the binary from another process, beside the limit.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSteps } from "./build-single.ts";
import { setupSteps } from "./setup.ts";
import { main } from "./shell.ts";
import { runSteps } from "./steps.ts";

main(async () => {
  await runSteps([...setupSteps, ...buildSteps()]);
  const { runBench } = await import("./bench/run.ts");
  const { printIngest } = await import("./bench/table.ts");
  const folder = mkdtempSync(join(tmpdir(), "lineside-bench-"));
  try {
    const args = process.argv.slice(2);
    const json = args.indexOf("--json");
    const options = { isQuick: args.includes("--quick") };
    if (args.includes("--ingest")) {
      const { runIngestBench } = await import("./bench/ingest.ts");
      printIngest(await runIngestBench(folder, options));
      return 0;
    }
    const result = await runBench(folder, options);
    if (json >= 0) writeFileSync(args[json + 1] ?? "bench.json", JSON.stringify(result, null, 2));
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
