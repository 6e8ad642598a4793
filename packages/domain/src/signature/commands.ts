import type { SignatureMeaning } from "./meanings.ts";

export interface SignedCommand {
  readonly command: string;
  readonly meaning: SignatureMeaning;
  /** FORM: the form's definition asks for it. SETTING: the plant does, command by command. */
  readonly askedBy: "FORM" | "SETTING";
}

const form = (command: string, meaning: SignatureMeaning) =>
  ({ command, meaning, askedBy: "FORM" }) as const;
const setting = <const C extends string>(command: C, meaning: SignatureMeaning) =>
  ({ command, meaning, askedBy: "SETTING" }) as const;

/** Every command that may ask for a signature, and what it means there. No other ever does. */
export const signedCommands = {
  fillRecord: form("form.createRecord", "FILLED"),
  submitRecord: form("form.submitRecord", "FILLED"),
  correctRecord: form("form.correctRecord", "FILLED"),
  confirmRecord: form("form.confirmRecord", "CONFIRMED"),
  rejectRecord: form("form.rejectRecord", "REJECTED"),
  voidRecord: form("form.voidRecord", "VOIDED"),
  releaseOrder: setting("workOrder.release", "RELEASED"),
  compileRoute: setting("route.compile", "RELEASED"),
  activateForm: setting("form.activateDefinition", "APPROVED"),
  waive: setting("readiness.waive", "APPROVED"),
  approveWaiver: setting("readiness.approveWaiver", "APPROVED"),
  reviewChangeover: setting("changeover.review", "APPROVED"),
  waiveClock: setting("clock.waive", "APPROVED"),
  authorizeRun: setting("run.authorize", "AUTHORIZED"),
  disposeDefect: setting("quality.disposeDefect", "DISPOSED"),
  releaseUnit: setting("quality.releaseUnit", "RELEASED"),
  scrapUnit: setting("quality.scrapUnit", "DISPOSED"),
} as const satisfies Record<string, SignedCommand>;

type Every = (typeof signedCommands)[keyof typeof signedCommands];
export type CommandBySetting = Extract<Every, { askedBy: "SETTING" }>["command"];

/** What the setting `signatureFor` may name, in the order the settings page shows them. */
export const commandsBySetting: readonly CommandBySetting[] = Object.values(signedCommands).flatMap(
  (each) => (each.askedBy === "SETTING" ? [each.command] : []),
);

/** Things a signature is kept with whose events are told of another: their run, their route. */
export const signedThings = { waiver: "waiver", routeVersion: "routeVersion" } as const;
