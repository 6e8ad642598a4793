import { z } from "zod";
import { zInstant, zReason } from "../kernel/index.ts";
import { type Access, may } from "./access.ts";

/** Codes for whoever has lost the phone, shown once. */
export const recoveryCodeCount = 10;

/** Six digits of the app, or a recovery code; blanks and dashes are how people group them. */
export const zSecondFactor = z
  .string()
  .max(40)
  .transform((text) => text.replace(/[\s-]/g, "").toLowerCase())
  .pipe(z.string().regex(/^(\d{6}|[a-z2-7]{16})$/));

export const secondFactorState = z.object({
  isOn: z.boolean(),
  confirmedAt: zInstant.nullable(),
  recoveryCodesLeft: z.number(),
  /** The plant asks it of people who manage users. */
  isRequired: z.boolean(),
});
export type SecondFactorState = z.infer<typeof secondFactorState>;

const zOwnPassword = z.string().min(1).max(128);
export const secondFactorStart = z.object({ password: zOwnPassword });
/** null in the answer to a repeated call: what is shown once is not kept. */
export const secondFactorStarted = z.object({
  secret: z.string().nullable(),
  url: z.string().nullable(),
});
export type SecondFactorStarted = z.infer<typeof secondFactorStarted>;
export const secondFactorConfirm = z.object({ code: zSecondFactor });
export const recoveryCodesMade = z.object({ recoveryCodes: z.array(z.string()).nullable() });
export type RecoveryCodesMade = z.infer<typeof recoveryCodesMade>;
export const secondFactorReset = z.object({ id: z.string(), reason: zReason });

/** Whoever can give rights away is worth the trouble; others choose. */
export function mustHaveSecondFactor(
  access: Access,
  settings: { readonly secondFactorForAdmins: boolean },
): boolean {
  return settings.secondFactorForAdmins && may(access, "system:user_manage");
}
