import { resolve } from "node:path";
import type { StoredBackup } from "../platform/backup/places.ts";
import type { RestoreReport } from "../platform/backup/restore.ts";
import { megabytes } from "../platform/backup/space.ts";
import type { VerifiedBackup } from "../platform/backup/verify.ts";
import type { Config } from "../platform/config.ts";

export function listText(stored: StoredBackup[], { backup: { dir } }: Config): string {
  if (stored.length === 0) return `There is no backup in ${resolve(dir)}.\n`;
  const rows = stored.map(({ note, places }) => {
    const damaged = note.findings.length > 0 ? "DAMAGED" : "not verified";
    const state = note.verifiedAt ? `verified ${note.verifiedAt}` : damaged;
    return `${note.name.padEnd(42)} ${megabytes(note.bytes).padStart(9)}  ${places.join("+").padEnd(9)}  ${state}\n`;
  });
  return rows.join("");
}

export function foundText(name: string, { findings, ms, missingAttachments }: VerifiedBackup) {
  const gone = missingAttachments
    ? `  ${missingAttachments} attached files were gone already when it was made\n`
    : "";
  if (findings.length === 0)
    return `${name} is good: restored, checked and compared in ${ms} ms\n${gone}`;
  const lines = findings.map((each) => `  ${each.code} ${each.name}: ${each.detail}\n`);
  return `${name} is damaged:\n${lines.join("")}${gone}`;
}

const secrets = {
  SAME: "the secret here is the one it was made with",
  OTHER:
    "the secret here is another one: put the lineside.secret or APP_SECRET of the old machine here, else badges are unknown and everybody signs in anew",
  UNKNOWN: "whether the secret is the same cannot be told",
};

export function restoreText(report: RestoreReport): string {
  const { attachments, applied, replaced } = report;
  const lines = [
    report.isDryRun
      ? `${report.backup} can be restored; nothing was changed`
      : `${report.backup} is restored`,
    `made      ${report.createdAt} by Lineside ${report.version}`,
    `database  ${report.database}`,
    `content   ${report.tables} tables, ${report.rows} rows, ${report.events} events: compared, integrity and foreign keys checked`,
    `schema    ${report.schema}${applied.length > 0 ? `, brought forward by ${applied.join(", ")}` : ""}`,
    `files     ${attachments.restored} restored, ${attachments.alreadyThere} already there, ${attachments.missing.length} missing`,
    ...attachments.missing.slice(0, 20).map((sha256) => `          missing ${sha256}`),
    `secret    ${secrets[report.secret]}`,
    ...(report.isDryRun
      ? []
      : [`replaced  ${replaced ? `the database before it is kept as ${replaced}` : "nothing"}`]),
    `time      ${report.ms} ms`,
  ];
  return `${lines.join("\n")}\n`;
}
