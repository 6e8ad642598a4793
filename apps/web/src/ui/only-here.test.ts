import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const src = join(import.meta.dir, "..");

/** Looks belong to ui/; features and routes may only arrange (flex, grid, gaps, sizes). */
const looks =
  /(?<![\w-])(?:[a-z-]+:)*(?:bg|border|rounded|shadow|ring|outline|divide|opacity|font|text-(?!start|end|center|left|right|balance|wrap|nowrap)|!text)-[\w[(]/;

// The light pages before the shell bring their own few lines of look.
const exceptions = [
  "features/auth/components/entry-frame.tsx",
  "features/auth/components/entry-refusal.tsx",
  "features/auth/components/password-input.tsx",
  "features/auth/pages/sign-in-page.tsx",
  "features/auth/pages/setup-page.tsx",
];

test("looks are written in ui/ and shell/ only", () => {
  const found = ["features", "routes"].flatMap((folder) =>
    readdirSync(join(src, folder), { recursive: true, encoding: "utf8" })
      .map((file) => join(folder, file))
      .filter((file) => file.endsWith(".tsx") && !exceptions.includes(file))
      .flatMap((file) =>
        [...readFileSync(join(src, file), "utf8").matchAll(/className=(?:"([^"]*)"|\{([^}]*)\})/g)]
          .map((match) => match[1] ?? match[2] ?? "")
          .filter((classes) => looks.test(classes))
          .map((classes) => `${file}: ${classes}`),
      ),
  );
  expect(found).toEqual([]);
});
