import type { TrackInAnswer, TrackOutAnswer } from "@lineside/domain/execution";
import { path, post } from "~/lib/http.ts";
import type { TrackInAsk, TrackOutAsk } from "../loop-types.ts";

interface Sending {
  idempotencyKey: string;
  signal?: AbortSignal;
}

export const trackIn = (code: string, { body }: TrackInAsk, sending: Sending) =>
  post<TrackInAnswer>(path`/stations/${code}/track-in`, { body, ...sending });

export const trackOut = (code: string, { body }: TrackOutAsk, sending: Sending) =>
  post<TrackOutAnswer>(path`/stations/${code}/track-out`, { body, ...sending });
