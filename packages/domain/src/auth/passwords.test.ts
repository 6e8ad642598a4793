import { describe, expect, test } from "bun:test";
import type { Result } from "../kernel/index.ts";
import { checkPassword } from "./passwords.ts";

const code = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);

describe("passwords, refusals in order", () => {
  // biome-ignore format: a table
  const rows: [password: string, username: string, outcome: string][] = [
    ["123456789",              "li.wei",      "PASSWORD_TOO_SHORT"],
    ["密码密码密码密码密",        "li.wei",      "PASSWORD_TOO_SHORT"],
    ["x".repeat(129),          "li.wei",      "PASSWORD_TOO_LONG"],
    ["Long.Name_1",            "long.name_1", "PASSWORD_IS_USERNAME"],
    ["1_eman.gnol",            "long.name_1", "PASSWORD_IS_USERNAME"],
    ["1234567890",             "li.wei",      "PASSWORD_TOO_COMMON"],
    ["9876543210",             "li.wei",      "PASSWORD_TOO_COMMON"],
    ["Password2026!",          "li.wei",      "PASSWORD_TOO_COMMON"],
    ["!!!Welcome123",          "li.wei",      "PASSWORD_TOO_COMMON"],
    ["QwertyUiop",             "li.wei",      "PASSWORD_TOO_COMMON"],
    ["1q2w3e4r5t",             "li.wei",      "PASSWORD_TOO_COMMON"],
    ["aaaaaaaaaaab",           "li.wei",      "PASSWORD_TOO_COMMON"],
    ["passpasspass",           "li.wei",      "PASSWORD_TOO_COMMON"],
    ["correct horse battery",  "li.wei",      "ok"],
    ["8位以上的好密码怎么写",     "li.wei",      "ok"],
    ["kT7-vbn2qpLx",           "li.wei",      "ok"],
  ];
  test.each(rows)("%p of %p: %s", (password, username, outcome) => {
    expect(code(checkPassword(password, username))).toBe(outcome);
  });

  test("a plant may ask for more characters, never for fewer", () => {
    expect(code(checkPassword("kT7-vbn2qpLx", "li", { lengthMin: 14 }))).toBe("PASSWORD_TOO_SHORT");
    expect(checkPassword("short", "li", { lengthMin: 4 })).toMatchObject({
      refusal: { code: "PASSWORD_TOO_SHORT", context: { min: 10 } },
    });
  });
});
