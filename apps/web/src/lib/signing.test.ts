import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { hostSignatures, signaturePrompt, signedWhereAsked } from "./signing.ts";

const refusal = (code: string, context: object = {}) =>
  Object.assign(new Error(code), { code, context, status: 409 });
const asked = (entityKey: string) =>
  refusal("SIGNATURE_REQUIRED", { contentHash: `hash of ${entityKey}`, entityKey });
const by = { username: "mei.li", password: "secret" };
const settled = () => new Promise((done) => setTimeout(done, 0));

/** A server that asks for a signature and takes the right password. */
const signing = (key: string, sent: object[] = []) =>
  signedWhereAsked(async (signature) => {
    if (!signature) throw asked(key);
    sent.push(signature);
    if (signature.password !== "secret") throw refusal("SIGNATURE_WRONG");
    return `signed ${key}`;
  });

describe("a change that has to be signed", () => {
  let leave: () => void;
  beforeEach(() => {
    leave = hostSignatures();
  });
  afterEach(() => leave());

  test("is sent as it is where nothing is asked", async () => {
    expect(await signedWhereAsked(async () => "done")).toBe("done");
    expect(signaturePrompt.get()).toBeNull();
  });

  test("is sent again with who signs and what was shown", async () => {
    const sent: object[] = [];
    const done = signing("R-1", sent);
    await settled();
    expect(signaturePrompt.get()).toMatchObject({ asked: { entityKey: "R-1" }, isBusy: false });
    signaturePrompt.get()?.sign(by);
    expect(await done).toBe("signed R-1");
    expect(sent).toEqual([{ ...by, contentHash: "hash of R-1" }]);
    expect(signaturePrompt.get()).toBeNull();
  });

  test("a wrong password keeps the dialog open, with the reason", async () => {
    const done = signing("R-1");
    await settled();
    signaturePrompt.get()?.sign({ ...by, password: "wrong" });
    expect(signaturePrompt.get()?.isBusy).toBe(true);
    await settled();
    expect(signaturePrompt.get()).toMatchObject({
      isBusy: false,
      error: { code: "SIGNATURE_WRONG" },
    });
    signaturePrompt.get()?.sign(by);
    expect(await done).toBe("signed R-1");
  });

  test("what changed meanwhile ends it: the page shows the new state first", async () => {
    const done = signedWhereAsked(async (signature) => {
      throw signature ? refusal("SIGNATURE_CONTENT_CHANGED") : asked("R-1");
    });
    await settled();
    signaturePrompt.get()?.sign(by);
    expect(done).rejects.toMatchObject({ code: "SIGNATURE_CONTENT_CHANGED" });
    await done.catch(() => undefined);
    expect(signaturePrompt.get()).toBeNull();
  });

  test("not signed, it is not done", async () => {
    const done = signing("R-1");
    await settled();
    signaturePrompt.get()?.cancel();
    await expect(done).rejects.toMatchObject({ code: "SIGNATURE_REQUIRED" });
  });

  test("two at once are asked one after the other", async () => {
    const both = [signing("R-1"), signing("R-2")];
    await settled();
    expect(signaturePrompt.get()?.asked.entityKey).toBe("R-1");
    signaturePrompt.get()?.cancel();
    await both[0]?.catch(() => undefined);
    await settled();
    expect(signaturePrompt.get()?.asked.entityKey).toBe("R-2");
    signaturePrompt.get()?.sign(by);
    expect(await both[1]).toBe("signed R-2");
  });
});

test("where nobody can show a dialog the question is the answer", async () => {
  await expect(signing("R-1")).rejects.toMatchObject({ code: "SIGNATURE_REQUIRED" });
});
