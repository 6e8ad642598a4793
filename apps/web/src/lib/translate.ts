export type Translate = (key: string, values?: Record<string, unknown>) => string;

/** One catalogue: flat keys, `{{name}}` for values, `_one` / `_other` endings where `count` decides. */
export type Catalogue = Readonly<Record<string, string>>;

/** Other catalogues by name, for keys such as `common:save`; undefined while not loaded. */
export type Lookup = (catalogue: string) => Catalogue | undefined;

/** A key without a text shows itself, so that a gap is seen instead of a hole. */
export function translator(language: string, own: Catalogue, lookup: Lookup): Translate {
  const plural = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const colon = key.indexOf(":");
    const catalogue = colon < 0 ? own : lookup(key.slice(0, colon));
    const name = key.slice(colon + 1);
    const form = typeof values.count === "number" ? `${name}_${plural.select(values.count)}` : name;
    const text = catalogue?.[form] ?? catalogue?.[`${name}_other`] ?? catalogue?.[name];
    return text === undefined ? name : fill(text, values);
  };
}

function fill(text: string, values: Record<string, unknown>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? "–"));
}
