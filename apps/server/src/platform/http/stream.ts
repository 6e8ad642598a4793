import { z } from "zod";
import { defineAction } from "../action.ts";
import { visibleLines } from "../actor.ts";
import { Doors } from "./api.ts";

/**
 * Live hints for open screens. A person bound to lines hears those lines and what has no line; what
 * is for certain people only they hear.
 */
export const stream = defineAction({
  name: "live.stream",
  permission: "signedIn",
  input: z.object({}),
  async run({ platform, caller, request }) {
    const lines = caller.actor && visibleLines(caller.actor, "run:read");
    const isMine = (lineId: string | null) =>
      lineId === null || lines === null || lines.includes(lineId);
    platform.connection?.keepOpen(request);
    const me = caller.actor?.id ?? "";
    return platform.live.open(({ audience, lineId }) =>
      audience ? audience.includes(me) : isMine(lineId),
    );
  },
});

export const liveDoors = new Doors().get("/stream", stream);
