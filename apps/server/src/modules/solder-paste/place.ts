import { refusalError } from "@lineside/domain/kernel";
import type { CommandContext } from "../../platform/command.ts";
import type { QueryContext } from "../../platform/query.ts";
import { type LineFacts, lineByCode, lineById } from "../plant/index.ts";

/** The line of a path, by code or id; checked against what the person may act on. */
export async function lineOf(
  cx:
    | Pick<CommandContext, "tx" | "requireScope" | "about">
    | Pick<QueryContext, "db" | "requireScope">,
  key: string,
): Promise<LineFacts> {
  const from = "tx" in cx ? cx.tx : cx.db;
  const line = (await lineByCode(from, key)) ?? (await lineById(from, key));
  if (!line) throw refusalError({ code: "LINE_NOT_FOUND", context: { lineCode: key } });
  if ("about" in cx)
    cx.about({ entityType: "line", entityId: line.id, entityKey: line.code, lineId: line.id });
  cx.requireScope({ lineId: line.id });
  return line;
}
