import type { CfxEnvelope } from "@lineside/domain/cfx";
import type { Platform } from "../../../platform/platform.ts";
import type { Executed, Executor } from "../contract.ts";
import type { Sender } from "../intake.ts";

/** Every message is kept. */
export const executeCfx: Executor = async (): Promise<Executed> => ({ state: "STORED", links: [] });

/** null: the message asks for no answer. */
export async function answerRequest(
  _platform: Platform,
  _envelope: CfxEnvelope,
  _sender: Sender,
): Promise<object | null> {
  return null;
}
