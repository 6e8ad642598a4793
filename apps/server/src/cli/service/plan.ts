import { dirname } from "node:path";
import { type Settings, withoutSecrets, withSettings } from "./env-file.ts";
import { type Place, placeOf } from "./place.ts";
import { systemdUnit, unitName } from "./unit.ts";

/** One thing an installation does; paths as the running system sees them. */
export type Step =
  | { does: "account"; user: string; home: string }
  /** One that is not ours alone, e.g. a share for backups, is taken as it is found. */
  | { does: "folder"; path: string; mode: number; owner: string; group: string; isOurs: boolean }
  | { does: "binary"; path: string; from: string }
  | { does: "file"; path: string; mode: number; text: string; keepsOld?: boolean }
  | { does: "remove"; path: string }
  | { does: "reload" | "enable" | "restart" | "stop" | "disable" };

export const unitPath = `/etc/systemd/system/${unitName}`;
const accountPath = "/etc/sysusers.d/lineside.conf";
const foldersPath = "/etc/tmpfiles.d/lineside.conf";

/** The settings file after an installation; what is in it already stays. */
export function settingsText(present: string | null, given: Settings): string {
  if (present !== null) return withSettings(present, given);
  const url = "file:/var/lib/lineside/lineside.db";
  const first = { HOST: "0.0.0.0", PORT: "3000", DATABASE_URL: url };
  const head = `# Settings of the Lineside service, one NAME=value a line; "lineside help" lists them.
# After a change: systemctl restart lineside
`;
  return withSettings(head, { ...first, ...given });
}

/** In the order in which each finds what it needs. Throws UsageError for places a service cannot use. */
export function planInstall(settings: Settings, text: string, from: string): Step[] {
  const place = placeOf(settings);
  const { user, data } = place;
  const etc = dirname(place.settingsFile);
  return [
    file(accountPath, `u ${user} - "Lineside" ${data} /usr/sbin/nologin\n`),
    { does: "account", user, home: data },
    // On a machine set up from an image the account is made by its first start, so these are given to it then.
    file(foldersPath, `d ${data} 0750 ${user} ${user}\nd ${etc} 0750 root ${user}\n`),
    folder(data, user, user),
    ...place.writes.map((path) => ({ ...folder(path, user, user), isOurs: false })),
    // Its group may look inside, so that a certificate can lie here.
    folder(etc, "root", user),
    { ...file(place.settingsFile, text), mode: 0o600, keepsOld: true },
    { does: "binary", path: place.binary, from },
    file(unitPath, systemdUnit(place, settings)),
    { does: "reload" },
    { does: "enable" },
    { does: "restart" },
  ];
}

type FileStep = Extract<Step, { does: "file" }>;
export type FolderStep = Extract<Step, { does: "folder" }>;

const file = (path: string, text: string): FileStep => ({ does: "file", path, mode: 0o644, text });

const folder = (path: string, owner: string, group: string): FolderStep => ({
  ...{ does: "folder", path, mode: 0o750 },
  ...{ owner, group, isOurs: true },
});

/** Takes the service away; leaves what cannot be made again: data, backups, settings and the account that owns them. */
export function planUninstall({ binary }: Pick<Place, "binary">): Step[] {
  const gone = [unitPath, accountPath, foldersPath, binary, `${binary}.previous`];
  return [
    { does: "stop" },
    { does: "disable" },
    ...gone.map((path): Step => ({ does: "remove", path })),
    { does: "reload" },
  ];
}

/** A step as a person would type it. */
export function stepText(step: Step): string {
  switch (step.does) {
    case "account":
      return `useradd --system --user-group --home-dir ${step.home} --shell /usr/sbin/nologin ${step.user}   # unless there is one`;
    case "folder":
      return `install -d -m ${octal(step.mode)} -o ${step.owner} -g ${step.group} ${step.path}`;
    case "binary":
      return `install -m 0755 ${step.from} ${step.path}   # the one before stays as ${step.path}.previous`;
    case "file":
      return `write ${step.path}, mode ${octal(step.mode)}:\n${indented(withoutSecrets(step.text))}`;
    case "remove":
      return `rm -f ${step.path}`;
    case "reload":
      return "systemctl daemon-reload";
    default:
      return `systemctl ${step.does} ${unitName}`;
  }
}

const octal = (bits: number) => bits.toString(8).padStart(4, "0");

const indented = (text: string) => text.trimEnd().replaceAll(/^/gm, "    ");
