import type {
  CarrierAnswer,
  CarrierLoadInput,
  CarrierUnloadInput,
} from "@lineside/domain/execution";
import { path, post } from "~/lib/http.ts";

interface Sending {
  idempotencyKey: string;
  signal?: AbortSignal;
}

export const loadBoards = (carrierNo: string, body: CarrierLoadInput, sending: Sending) =>
  post<CarrierAnswer>(path`/carriers/${carrierNo}/load`, { body, ...sending });

export const unloadBoards = (carrierNo: string, body: CarrierUnloadInput, sending: Sending) =>
  post<CarrierAnswer>(path`/carriers/${carrierNo}/unload`, { body, ...sending });
