import type { PasteBottleRow, PasteReceiveInput } from "@lineside/domain/solder-paste";
import { post } from "~/lib/http.ts";

export const receiveBottles = (body: PasteReceiveInput, idempotencyKey: string) =>
  post<{ bottles: PasteBottleRow[] }>("/paste-bottles", { body, idempotencyKey });
