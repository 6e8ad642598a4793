import type { SignatureAsked, SignatureGiven } from "@lineside/domain/signature";
import { createStore } from "./store.ts";

/** What the person types: kept by the dialog while it is open, and nowhere else. */
export type Credentials = Omit<SignatureGiven, "contentHash">;

/** A signature the server asked for; the shell shows it as a dialog. */
export interface SignaturePrompt {
  readonly asked: SignatureAsked;
  /** Why the last try was not taken. */
  readonly error: Error | null;
  readonly isBusy: boolean;
  sign(by: Credentials): void;
  cancel(): void;
}

export const signaturePrompt = createStore<SignaturePrompt | null>(null);

let hosts = 0;
let line: Promise<unknown> = Promise.resolve();

/** Whoever shows the prompts says so while it can. */
export function hostSignatures(): () => void {
  hosts++;
  return () => {
    hosts--;
    signaturePrompt.get()?.cancel();
  };
}

/**
 * Sends a change; where the server asks for a signature, asks the person and sends the same change
 * again with it. Not signed, it ends as SIGNATURE_REQUIRED. One dialog at a time.
 */
export async function signedWhereAsked<T>(
  send: (signature?: SignatureGiven) => Promise<T>,
): Promise<T> {
  try {
    return await send();
  } catch (question) {
    if (codeOf(question) !== "SIGNATURE_REQUIRED" || hosts === 0) throw question;
    const turn = line.then(() => prompt(question as Question, send));
    line = turn.catch(() => undefined);
    return await turn;
  }
}

type Question = Error & { context: SignatureAsked };

function prompt<T>(question: Question, send: (signature: SignatureGiven) => Promise<T>) {
  return new Promise<T>((resolve, reject) => {
    const asked = question.context;
    const end = (finish: () => void) => {
      signaturePrompt.set(null);
      finish();
    };
    const show = (state: Pick<SignaturePrompt, "error" | "isBusy">) =>
      signaturePrompt.set({ ...state, asked, sign, cancel: () => end(() => reject(question)) });
    const sign = (by: Credentials) => {
      show({ isBusy: true, error: null });
      send({ ...by, contentHash: asked.contentHash }).then(
        (answer) => end(() => resolve(answer)),
        (error: Error) => {
          if (mayTryAgain(error)) show({ isBusy: false, error });
          else end(() => reject(error));
        },
      );
    };
    show({ isBusy: false, error: null });
  });
}

/** What another password, another code or another moment can put right. */
const passing = new Set([
  "SIGNATURE_WRONG",
  "SIGNATURE_CODE_REQUIRED",
  "SIGNATURE_CODE_WRONG",
  "SIGNATURE_OTHER_PERSON",
  "SIGN_IN_LOCKED",
  "SIGN_IN_RATE_LIMITED",
  "VALIDATION_FAILED",
  "OFFLINE",
]);

const mayTryAgain = (error: Error) => passing.has(codeOf(error)) || statusOf(error) === 503;

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function statusOf(error: Error): unknown {
  return "status" in error ? error.status : null;
}
