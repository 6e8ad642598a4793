import { get, post } from "~/lib/http.ts";

export interface SetupState {
  isOpen: boolean;
}

export const getSetup = () => get<SetupState>("/auth/setup");

/** The first administrator of a new plant. */
export const setUp = (body: { token: string; username: string; name: string; password: string }) =>
  post("/auth/setup", { body });
