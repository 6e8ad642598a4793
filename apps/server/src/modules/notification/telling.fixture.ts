import type { TestApp } from "@lineside/testkit/app";
import { z } from "zod";
import { defineCommand, execute } from "../../platform/command.ts";
import { systemCaller } from "../auth/index.ts";
import { type Notification, notify } from "./notify.ts";

const tell = defineCommand({
  name: "test.tell",
  permission: "internal",
  scope: "none",
  input: z.object({ notification: z.custom<Notification>() }),
  run: (cx, { notification }) => notify(cx, notification),
});

/** Tells something as a module would, in a unit of work of its own; returns the notice's id. */
export async function telling(
  app: TestApp,
  notification: Partial<Notification> = {},
): Promise<string | null> {
  const input = {
    notification: {
      topic: "clock.expired",
      severity: "ALARM",
      code: "CLOCK_EXPIRED",
      context: {
        subjectKey: "SP-7",
        ruleName: "Open jar",
        ruleNameZh: "开封时限",
        expiresAt: "2026-11-22T02:00:00.000Z",
      },
      entityType: "clock",
      entityKey: "SP-7",
      to: [{ permission: "clock:read" }],
      ...notification,
    },
  };
  const done = await execute(app.platform, tell, { input, caller: systemCaller("test") });
  return done.value;
}
