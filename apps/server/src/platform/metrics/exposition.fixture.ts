// A parser as strict as the format: whatever it does not know is an error.

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

export interface Parsed {
  help: Map<string, string>;
  types: Map<string, string>;
  samples: Sample[];
}

const nameForm = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const sampleForm = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const labelForm = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/y;

/** Prometheus text format 0.0.4. Throws on every line that is not of it, twice told or out of place. */
export function parseExposition(text: string): Parsed {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  const parsed: Parsed = { help: new Map(), types: new Map(), samples: [] };
  const seen = new Set<string>();
  let current = "";
  for (const line of text.slice(0, -1).split("\n")) {
    const meta = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
    if (meta) {
      const [, kind, name = "", rest = ""] = meta;
      if (!nameForm.test(name)) throw new Error(`no name: ${line}`);
      const told = kind === "HELP" ? parsed.help : parsed.types;
      if (told.has(name)) throw new Error(`told twice: ${line}`);
      if (kind === "TYPE" && !/^(counter|gauge|histogram)$/.test(rest)) throw new Error(line);
      told.set(name, rest);
      current = name;
      continue;
    }
    const sample = readSample(line);
    if (sample.name.replace(/_(bucket|sum|count)$/, "") !== current && sample.name !== current)
      throw new Error(`out of its group: ${line}`);
    const key = line.slice(0, line.lastIndexOf(" "));
    if (seen.has(key)) throw new Error(`told twice: ${line}`);
    seen.add(key);
    parsed.samples.push(sample);
  }
  return parsed;
}

function readSample(line: string): Sample {
  const [, name = "", inner = "", value = ""] = sampleForm.exec(line) ?? [];
  if (name === "") throw new Error(`no sample: ${line}`);
  const labels: Record<string, string> = {};
  labelForm.lastIndex = 0;
  for (let read = 0; read < inner.length; read = labelForm.lastIndex) {
    const [, label = "", text = ""] = labelForm.exec(inner) ?? [];
    if (label === "" || label in labels) throw new Error(`no labels: ${line}`);
    labels[label] = text.replace(/\\(.)/g, (_, c) => (c === "n" ? "\n" : c));
  }
  const number = value === "+Inf" ? Number.POSITIVE_INFINITY : Number(value);
  if (value === "" || Number.isNaN(number)) throw new Error(`no number: ${line}`);
  return { name, labels, value: number };
}

/** The one sample of these labels, or undefined. */
export function sampleOf(
  { samples }: Parsed,
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const wanted = Object.entries(labels);
  const found = samples.filter(
    (sample) =>
      sample.name === name && wanted.every(([key, value]) => sample.labels[key] === value),
  );
  if (found.length > 1)
    throw new Error(`${name} ${JSON.stringify(labels)} is ${found.length} samples`);
  return found[0]?.value;
}
