import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Permission } from "@lineside/domain/auth";
import { presetRoles } from "@lineside/domain/auth";
import { openStage, type Stage } from "./stage.ts";

setDefaultTimeout(60_000);

/** S12: every preset role lands on its page, sees its menu, and is told whose page a foreign one is. */
let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ seed: true });
});

afterAll(async () => {
  await stage?.close();
});

interface Tour {
  user: string;
  role: string;
  /** A page of somebody else, the permission it needs, and a change behind it. */
  foreign: string;
  needs: Permission;
  change: [method: string, path: string];
}

const tours: Tour[] = [
  {
    user: "admin",
    role: "admin",
    foreign: "/forms",
    needs: "form:config",
    change: ["POST", "/forms"],
  },
  {
    user: "manager",
    role: "plant_manager",
    foreign: "/admin/users",
    needs: "system:user_manage",
    change: ["POST", "/users"],
  },
  {
    user: "planner",
    role: "planner",
    foreign: "/readiness/policies",
    needs: "readiness:config",
    change: ["PUT", "/readiness/policies"],
  },
  {
    user: "engineer",
    role: "engineer",
    foreign: "/admin/users",
    needs: "system:user_manage",
    change: ["POST", "/users"],
  },
  {
    user: "quality",
    role: "quality",
    foreign: "/readiness/policies",
    needs: "readiness:config",
    change: ["POST", "/readiness/policies/recommended"],
  },
  {
    user: "leader",
    role: "line_leader",
    foreign: "/forms",
    needs: "form:config",
    change: ["POST", "/forms"],
  },
  {
    user: "material",
    role: "material",
    foreign: "/defects",
    needs: "quality:read",
    change: ["POST", "/defect-codes"],
  },
  {
    user: "maintenance",
    role: "maintenance",
    foreign: "/orders",
    needs: "wo:read",
    change: ["POST", "/work-orders"],
  },
  {
    user: "operator",
    role: "operator",
    foreign: "/audit",
    needs: "audit:read",
    change: ["POST", "/runs/RUN-WO-2611-008-01/readiness/waivers"],
  },
  {
    user: "auditor",
    role: "trace",
    foreign: "/station",
    needs: "exec:read",
    change: ["POST", "/stations/PRINT-1/track-in"],
  },
];

test("every preset role is on the tour", () => {
  expect(tours.map(({ role }) => role).toSorted()).toEqual(
    presetRoles.map(({ code }) => code).toSorted(),
  );
});

test.each(tours)("$role", async ({ user, role, foreign, needs, change }) => {
  const person = await stage.person();
  const { page, t } = person;
  await person.signIn(user);
  const home = presetRoles.find(({ code }) => code === role)?.homePage ?? "";
  await person.arrives(home);
  const menu = page.getByRole("navigation").first();
  await menu.getByRole("link").first().waitFor();
  expect(await menu.locator(`a[href="${foreign}"]`).count()).toBe(0);

  await person.go(foreign);
  await person.heading(t("common:noAccess.title")).waitFor();
  await page.getByText(t("common:noAccess.hint", { permission: needs })).waitFor();
  const [method, path] = change;
  const status = await page.evaluate(
    async ([verb, address]) =>
      (
        await fetch(`/api${address}`, {
          method: verb,
          headers: { "content-type": "application/json" },
          body: "{}",
        })
      ).status,
    [method, path] as const,
  );
  expect(status).toBe(403);
  await person.context.close();
});
