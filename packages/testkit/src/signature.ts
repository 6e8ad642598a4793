import { expect } from "bun:test";
import type { Answer } from "./app.ts";
import { testPassword } from "./people.ts";

/** What a person sends after SIGNATURE_REQUIRED: who they are, and the hash of what was shown. */
export function signatureFor(refused: Answer, more: object = {}) {
  expect(refused).toMatchObject({ status: 409, body: { code: "SIGNATURE_REQUIRED" } });
  const { username, contentHash } = refused.body.context;
  return { username, password: testPassword, contentHash, ...more };
}

/** Calls, is asked for a signature, and calls again with it. */
export async function callSigned(
  call: (body: object) => Promise<Answer>,
  body: object = {},
): Promise<Answer> {
  return await call({ ...body, signature: signatureFor(await call(body)) });
}
