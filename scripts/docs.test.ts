import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { healthTexts } from "../packages/domain/src/health/index.ts";
import { noticeTexts } from "../packages/domain/src/notification/index.ts";
import { shots } from "./screenshots/shots.ts";
import { root } from "./shell.ts";
import { listFiles } from "./steps.ts";

const pages = listFiles([
  "*.md",
  "{agent_docs,domain_docs,user_docs}/**/*.md",
  "{apps,packages}/*/{*.md,src/**/*.md}",
]);
const read = (path: string) => readFileSync(join(root, path), "utf8");
const readmes = ["README.md", "README.zh-CN.md"];
const manuals = (language: string) => readdirSync(join(root, "user_docs", language)).sort();

/** Everything the web app can say in a language. */
function sentences(language: string): string[] {
  const folder = `apps/web/src/i18n/${language}`;
  return readdirSync(join(root, folder)).flatMap((file) =>
    Object.values<string>(JSON.parse(read(join(folder, file)))),
  );
}

/** Text without code: what stands in a fence or in backticks is no link and no heading. */
function prose(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
}

function headings(text: string): string[] {
  return [...prose(text).matchAll(/^(#+) (.+)$/gm)].map(([, level, title]) => `${level} ${title}`);
}

/** Written before a heading, the same in every language; what the help of a screen opens. */
function ids(text: string): string[] {
  return [...prose(text).matchAll(/^<a id="([a-z][a-z0-9-]*)"><\/a>\n#/gm)].map(
    ([, id]) => id ?? "",
  );
}

/** Our own ids, and as GitHub makes them: lower case, blanks to dashes, without punctuation. */
function anchors(text: string): string[] {
  const made = headings(text).map((heading) =>
    heading
      .replace(/^#+ /, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );
  return [...ids(text), ...made];
}

function brokenLinks(path: string, text: string): string[] {
  const targets = [...prose(text).matchAll(/\]\(<?([^)\s>]+)>?\)/g)].map((found) => found[1] ?? "");
  return targets.filter((target) => {
    if (/^(https?|mailto):/.test(target)) return false;
    const [file = "", anchor] = target.split("#");
    const page = file === "" ? join(root, path) : resolve(root, dirname(path), file);
    if (!existsSync(page)) return true;
    return anchor !== undefined && !anchors(readFileSync(page, "utf8")).includes(anchor);
  });
}

describe("documents", () => {
  test("every link and picture leads somewhere", () => {
    expect(pages.length).toBeGreaterThan(20);
    const broken = pages.flatMap((path) =>
      brokenLinks(path, read(path)).map((target) => `${path} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test("a broken link, picture or anchor is seen", () => {
    const text = "[a](nowhere.md) ![b](no.png) [c](README.md#requirements) [d](README.md#never)";
    expect(brokenLinks("README.md", text)).toEqual(["nowhere.md", "no.png", "README.md#never"]);
  });

  test("every npm command is a script of package.json", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const known = new Set([...Object.keys(scripts), "install"]);
    const unknown = pages.flatMap((path) =>
      [...read(path).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)]
        .map(([, run, short]) => run ?? short ?? "")
        .filter((name) => !known.has(name))
        .map((name) => `${path}: npm run ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  test("every command of lineside that a document types is a verb of the binary", () => {
    const verbs = [...read("apps/server/src/cli/verbs.ts").matchAll(/^ {2}(\w+): \{/gm)].map(
      (found) => found[1] ?? "",
    );
    expect(verbs).toContain("doctor");
    const unknown = pages.flatMap((path) =>
      [...read(path).matchAll(/^```[\s\S]*?^```|`[^`\n]+`/gm)]
        .flatMap(([code]) => [
          ...code.matchAll(
            /(?<!-u |systemctl .*)(?<=^|[`/ ])lineside(?: service run)? ([a-z]+)(?=[ `\n])/gm,
          ),
        ])
        .map((found) => found[1] ?? "")
        .filter((verb) => !verbs.includes(verb))
        .map((verb) => `${path}: lineside ${verb}`),
    );
    expect(unknown).toEqual([]);
  });

  test("every script file a document names exists", () => {
    const missing = pages.flatMap((path) =>
      [...read(path).matchAll(/\b(scripts\/[\w/-]+\.ts)\b/g)]
        .map((found) => found[1] ?? "")
        .filter((file) => ![".", "apps/web"].some((base) => existsSync(join(root, base, file))))
        .map((file) => `${path}: ${file}`),
    );
    expect(missing).toEqual([]);
  });

  test("both READMEs have the same commands and headings", () => {
    const [english = "", chinese = ""] = readmes.map(read);
    const commands = (text: string) => [...text.matchAll(/^```[\s\S]*?^```/gm)].map(String);
    const levels = (text: string) => headings(text).map((line) => line.split(" ")[0]);
    expect(commands(chinese)).toEqual(commands(english));
    expect(levels(chinese)).toEqual(levels(english));
  });

  test("the settings table names every setting", () => {
    const config = ["config.ts", "files-config.ts", "amqp-config.ts"]
      .map((name) => read(`apps/server/src/platform/${name}`))
      .join("\n");
    const names = [...config.matchAll(/^ {2}([A-Z0-9_]+): "--/gm)].map((found) => found[1] ?? "");
    expect(names.length).toBeGreaterThan(5);
    for (const path of [...readmes, "agent_docs/05_ops/single_binary_deployment.md"])
      expect(
        names.filter((name) => !read(path).includes(`\`${name}\``)),
        path,
      ).toEqual([]);
  });
});

describe("the on-call list", () => {
  const text = read("agent_docs/05_ops/on-call.md");
  const health = Object.entries(healthTexts).flatMap(([check, { says }]) =>
    Object.entries(says).flatMap(([reason, said]) =>
      said.fix === null ? [] : [[`${check}.${reason}`, said] as const],
    ),
  );
  const alarms = [...Object.entries(noticeTexts), ...health];
  const saidAs = (said: string) => said.replace(/\{\{\w+\}\}/g, "…").replace(/[.。]$/, "");

  test("has one row for every alarm, with what it says, in both languages", () => {
    const rows = text.split("\n").filter((line) => line.startsWith("| `"));
    const missing = alarms.flatMap(([code, { en, zh }]) =>
      [en, zh]
        .map((said) => `| \`${code}\` | ${saidAs(said)} |`)
        .filter((row) => rows.filter((line) => line.startsWith(row)).length !== 1),
    );
    expect(missing).toEqual([]);
    expect(rows.length).toBe(alarms.length * 2);
  });
});

describe("manuals", () => {
  test("exist in both languages, with the same sections and pictures", () => {
    expect(manuals("en").length).toBeGreaterThan(3);
    expect(manuals("zh-CN")).toEqual(manuals("en"));
    for (const file of manuals("en")) {
      const [english = "", chinese = ""] = ["en", "zh-CN"].map((l) =>
        read(`user_docs/${l}/${file}`),
      );
      const levels = (text: string) => headings(text).map((line) => line.split(" ")[0]);
      const pictures = (text: string) =>
        [...text.matchAll(/\(\.\.\/images\/[\w-]+\/([\w-]+\.\w+)\)/g)].map((found) => found[1]);
      expect(levels(chinese), file).toEqual(levels(english));
      expect(pictures(chinese), file).toEqual(pictures(english));
    }
  });

  test("can be opened at the same place in both languages, each place once", () => {
    for (const file of manuals("en")) {
      const [english = [], chinese = []] = ["en", "zh-CN"].map((l) =>
        ids(read(`user_docs/${l}/${file}`)),
      );
      expect(english.length, file).toBeGreaterThan(2);
      expect(new Set(english).size, file).toBe(english.length);
      expect(chinese, file).toEqual(english);
    }
  });

  /** In the product they open by these places; a heading of one language leads nowhere in the other. */
  test("lead to places every language has", () => {
    const foreign = ["en", "zh-CN"].flatMap((language) =>
      manuals(language).flatMap((file) =>
        [...read(`user_docs/${language}/${file}`).matchAll(/\]\(([a-z-]+\.md)?#([^)]+)\)/g)]
          .filter(
            ([, to = file, id = ""]) => !ids(read(`user_docs/${language}/${to}`)).includes(id),
          )
          .map(([link]) => `${language}/${file}: ${link}`),
      ),
    );
    expect(foreign).toEqual([]);
  });

  test("have every picture the script takes, and no other; all together below 4 MB", () => {
    const names = shots.map(({ name }) => `${name}.png`).sort();
    let bytes = 0;
    for (const language of ["en", "zh-CN"]) {
      const folder = join(root, "user_docs/images", language);
      expect(readdirSync(folder).sort(), language).toEqual(names);
      for (const name of names) bytes += statSync(join(folder, name)).size;
    }
    expect(bytes).toBeLessThan(4_000_000);
    const all = pages.map(read).join("\n");
    expect(names.filter((name) => !all.includes(`/${name})`))).toEqual([]);
  });

  /** What is bold is pressed or read on a screen, so it must say there what the manual says. */
  test("write words of the screens in bold, and those words only", () => {
    for (const language of ["en", "zh-CN"]) {
      const said = sentences(language).map((sentence) => sentence.toLowerCase());
      const isSaid = (words: string[]) =>
        said.some((sentence) => words.every((word) => sentence.includes(word)));
      const foreign = manuals(language).flatMap((file) =>
        [...read(`user_docs/${language}/${file}`).matchAll(/\*\*([^*]+)\*\*/g)]
          .map((found) => found[1] ?? "")
          .filter(
            (bold) =>
              !isSaid(
                bold
                  .toLowerCase()
                  .split("…")
                  .map((part) => part.trim()),
              ),
          )
          .map((bold) => `${language}/${file}: ${bold}`),
      );
      expect(foreign).toEqual([]);
    }
  });

  /** People look for the words in front of them: a row begins with what its code says, or parts of it. */
  test("quote refusals as the screens say them", () => {
    for (const language of ["en", "zh-CN"]) {
      const errors: [string, string][] = Object.entries(
        JSON.parse(read(`apps/web/src/i18n/${language}/errors.json`)),
      );
      const saidBy = (codes: string[]) =>
        errors
          .filter(([key]) => codes.some((code) => key === code || key.startsWith(`${code}.`)))
          .map(([, said]) => said.replace(/\{\{\w+\}\}/g, "…").toLowerCase())
          .join("\n");
      let rows = 0;
      const misquoted = manuals(language).flatMap((file) =>
        [...read(`user_docs/${language}/${file}`).matchAll(/^\| ([^|]+) \| (`[A-Z_`, 、]+`) \|/gm)]
          .filter(([, quoted = "", cell = ""]) => {
            const said = saidBy(cell.match(/[A-Z_]{2,}/g) ?? []);
            if (said === "") return false;
            rows++;
            const parts = quoted.toLowerCase().split(/…| \/ /);
            return !parts.every((part) => said.includes(part.trim()));
          })
          .map(([, quoted, cell]) => `${language}/${file}: ${cell} ${quoted}`),
      );
      expect(misquoted).toEqual([]);
      expect(rows).toBeGreaterThan(150);
    }
  });

  /** A refusal explained under a code that no longer exists would send people looking for nothing. */
  test("explain refusals by sentences the screens still say", () => {
    for (const language of ["en", "zh-CN"]) {
      const sentences = JSON.parse(read(`apps/web/src/i18n/${language}/errors.json`));
      const gone = manuals(language).flatMap((file) =>
        [...read(`user_docs/${language}/${file}`).matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)]
          .map((found) => found[1] ?? "")
          .filter((code) => !(code in sentences) && !/^(APP_|DATABASE_URL$)/.test(code))
          .map((code) => `${language}/${file}: ${code}`),
      );
      expect(gone).toEqual([]);
    }
  });
});
