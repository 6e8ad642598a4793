import type { ReadinessFacts, Verdict } from "./facts.ts";
import type { Evidence, Fix } from "./schema.ts";

export function passed(over: Partial<Verdict> = {}): Verdict {
  return {
    itemKey: "",
    finding: null,
    evidence: [],
    at: null,
    since: null,
    fix: null,
    ...over,
  };
}

export function failed(finding: Verdict["finding"], over: Partial<Verdict> = {}): Verdict {
  return { ...passed(over), finding };
}

export function page(to: string): Fix {
  return { kind: "PAGE", formCode: null, to };
}

export function form(formCode: string): Fix {
  return { kind: "FORM", formCode, to: null };
}

export function seen(
  kind: Evidence["kind"],
  label: string,
  over: Partial<Evidence> = {},
): Evidence {
  return { kind, key: label, label, at: null, byName: null, link: null, ...over };
}

/** The frozen route has a step with one of the traits; never decided by names (D26). */
export function hasTrait({ version }: ReadinessFacts, ...traits: string[]): boolean {
  return (version?.snapshot.steps ?? []).some((step) =>
    step.operation.traits.some((trait) => traits.includes(trait)),
  );
}
