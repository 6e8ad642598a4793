import type { ScanAnswer } from "@lineside/domain/execution";
import { get, path } from "~/lib/http.ts";

export const resolveScan = (code: string, scan: string, signal: AbortSignal) =>
  get<ScanAnswer>(path`/stations/${code}/resolve/${scan}`, { signal });
