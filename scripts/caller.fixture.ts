// Started by caller.test.ts. "caller" starts "script" through a shell, as npm does, and stays.
import { writeFileSync } from "node:fs";
import { whenCallerEnds } from "./caller.ts";

const [role, file = ""] = process.argv.slice(2);
setInterval(() => {}, 60_000);
if (role === "caller") {
  const self = `'${process.execPath}' '${import.meta.path}' script '${file}'`;
  Bun.spawn(["sh", "-c", `${self}; true`], { stdio: ["ignore", "inherit", "ignore"] });
} else {
  whenCallerEnds(() => {
    writeFileSync(file, "stopped");
    process.exit(0);
  });
  console.log("watching");
}
