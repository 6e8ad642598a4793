import type { UndoAnswer } from "@lineside/domain/execution";
import { path, post } from "~/lib/http.ts";

export const undoTrackOut = (code: string, trackId: string, signal: AbortSignal) =>
  post<UndoAnswer>(path`/stations/${code}/undo`, { body: { trackId }, signal });
