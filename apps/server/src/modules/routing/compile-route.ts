import { assert } from "@lineside/domain/kernel";
import {
  type CompileError,
  compileRoute as compile,
  compileAnswer,
  type VersionRow,
  type VersionStatus,
  versionFor,
} from "@lineside/domain/routing";
import { signedCommands, signedThings } from "@lineside/domain/signature";
import { defineCommand } from "../../platform/command.ts";
import { compileFacts, insertVersion, newestVersion } from "./compile-store.ts";
import { routeParam } from "./params.ts";
import { lockRoute } from "./store.ts";

/**
 * Freezes the route as it is now. The same content as the newest version is that version; anything
 * else gets the next number, also when it is INVALID: an older READY one stays in use. The route is
 * locked, so two people who compile at once get one number for one content.
 */
export const compileRoute = defineCommand({
  name: "route.compile",
  permission: "route:compile",
  scope: "none",
  input: routeParam,
  output: compileAnswer,
  signs: signedCommands.compileRoute,
  async run(cx, { routeCode }) {
    const route = await lockRoute(cx.tx, routeCode);
    const subject = { entityType: "route", entityId: route.id, entityKey: routeCode };
    cx.about(subject);
    const facts = await compileFacts(cx.tx.k, routeCode);
    assert(facts, `route ${routeCode} was locked and is gone`);
    const { status, snapshot, errors, content } = compile(facts);
    const contentHash = new Bun.CryptoHasher("sha256").update(content).digest("base64url");
    const newest = await newestVersion(cx.tx, route.id);
    const found = versionFor(newest ? [newest] : [], contentHash);
    if (!found.isNew) {
      const known = found.version.errors as CompileError[];
      return { version: versionHead(found.version, known), created: false, errors: known };
    }
    const version = {
      id: cx.newId(),
      routeId: route.id,
      versionNo: found.versionNo,
      status,
      contentHash,
      snapshot,
      errors,
      compiledAt: cx.now,
      compiledById: cx.actor.id,
      compiledByName: cx.actor.name,
    };
    await insertVersion(cx.tx, version);
    const { id, versionNo } = version;
    const told = { versionId: id, versionNo, status, contentHash };
    // What does not compile releases nothing.
    if (status === "READY")
      await cx.sign({
        subject: {
          entityType: signedThings.routeVersion,
          entityId: id,
          entityKey: `${routeCode}/${versionNo}`,
        },
        content: { routeCode, versionNo, status, contentHash },
      });
    cx.emit({ ...subject, type: "route.compiled", data: { ...told, errorCount: errors.length } });
    return { version: versionHead(version, errors), created: true, errors };
  },
});

export function versionHead(
  row: Omit<VersionRow, "status" | "errorCount"> & { status: string },
  errors: unknown,
): VersionRow {
  const { id, versionNo, contentHash, compiledAt, compiledByName } = row;
  const status = row.status as VersionStatus;
  const errorCount = (errors as unknown[]).length;
  return { id, versionNo, status, contentHash, errorCount, compiledAt, compiledByName };
}
