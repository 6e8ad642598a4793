import { UsageError } from "./usage.ts";

/** Returns the exit code, or -1 to stay running. */
export type Verb = (rest: string[]) => Promise<number>;

const verbs: Record<string, { help: string; load: () => Promise<Verb> }> = {
  serve: {
    help: "start the server (default)",
    load: async () => (await import("./serve.ts")).serve,
  },
  migrate: {
    help: "bring the database to this version and end",
    load: async () => (await import("./migrate.ts")).migrateOnly,
  },
  upgrade: {
    help: "upgrade [--dry-run] [--json]: what bringing the database to this version will do, or do it after a verified backup",
    load: async () => (await import("./upgrade.ts")).upgradeDatabase,
  },
  admin: {
    help: "admin create <user> | admin reset-password <user>; the password is read from standard input or made",
    load: async () => (await import("./admin.ts")).admin,
  },
  backup: {
    help: "backup create | list | verify | prune | restore, also while the server runs; backup alone lists the flags",
    load: async () => (await import("./backup.ts")).backup,
  },
  audit: {
    help: "audit verify [--from --to] [--json]: compares the sealed trail with what is there, also while the server runs",
    load: async () => (await import("./audit.ts")).audit,
  },
  maintenance: {
    help: "maintenance on | off | announce | status: nothing is changed while it is on; whether the server runs or not",
    load: async () => (await import("./maintenance.ts")).maintenance,
  },
  seed: {
    help: "seed demo [--json] [--simulator]: the demo factory, into an empty database",
    load: async () => (await import("./seed.ts")).seed,
  },
  simulate: {
    help: "simulate [flags]: a virtual line drives a running server and compares; --help lists the flags",
    load: async () => (await import("./simulate.ts")).simulate,
  },
  service: {
    help: "service install | uninstall | status | run | print: a hardened systemd service of this machine; install --dry-run shows all of it",
    load: async () => (await import("./service.ts")).service,
  },
  health: {
    help: "health [--url http://…] [--live]: whether a running server is ready; exit 0 or 1",
    load: async () => (await import("./health.ts")).health,
  },
  doctor: {
    help: "doctor [--json] [--bundle[=file]]: what is wrong with this server and what to do, whether it runs or not; a file for support",
    load: async () => (await import("./doctor.ts")).doctor,
  },
  version: { help: "print the version", load: async () => (await import("./info.ts")).showVersion },
  help: {
    help: "print this",
    load: async () => {
      const { showHelp } = await import("./info.ts");
      return () => showHelp(verbList());
    },
  },
};

function verbList(): string {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length));
  return Object.entries(verbs)
    .map(([name, { help }]) => `  ${name.padEnd(width)} ${help}`)
    .join("\n");
}

/** The verb and what follows it. No verb, or a flag first, means serve. Throws UsageError. */
export async function parseVerb(argv: string[]): Promise<{ run: Verb; rest: string[] }> {
  const [first, ...rest] = argv;
  if (first === "--help" || first === "-h") return parseVerb(["help"]);
  if (first === "--version") return parseVerb(["version"]);
  if (first === undefined || first.startsWith("--")) return parseVerb(["serve", ...argv]);
  const verb = Object.hasOwn(verbs, first) ? verbs[first] : undefined;
  if (!verb)
    throw new UsageError(
      `"${first}" is not a verb of lineside; known are ${Object.keys(verbs).join(", ")}.`,
    );
  return { run: await verb.load(), rest };
}
