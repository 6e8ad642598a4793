import { ok, type Result, refuse } from "../kernel/index.ts";

/**
 * A value of a unit in another unit of the same quantity, e.g. 28300 Ω in kΩ. SI prefixes, the units
 * electronics plants use, and temperatures with their zero points. Two equal texts are the same unit
 * whether it is known or not; anything else that does not convert is UNIT_INCOMPATIBLE: nothing is
 * ever judged in a unit that was guessed. Factors of ten are exact to the last digit of the value.
 */
export function convert(value: number, from: string, to: string): Result<number> {
  const way = conversion(from, to);
  return way
    ? ok(way.isSame ? value : way.apply(value))
    : refuse("UNIT_INCOMPATIBLE", { from, to });
}

export interface Conversion {
  /** Only another spelling, or the same unit. */
  readonly isSame: boolean;
  readonly apply: (value: number) => number;
}

const same: Conversion = { isSame: true, apply: (value) => value };
const known = new Map<string, Conversion | null>();
/** Unit texts come from machines: what is remembered of them stays bounded. */
const knownMax = 1000;

/** How values of one unit become values of the other; null: they do not. */
export function conversion(from: string, to: string): Conversion | null {
  if (from === to) return same;
  const key = `${from}\n${to}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= knownMax) known.clear();
  const way = conversionBetween(from.trim(), to.trim());
  known.set(key, way);
  return way;
}

function conversionBetween(from: string, to: string): Conversion | null {
  if (from === to) return same;
  const [a, b] = [readUnit(from), readUnit(to)];
  if (!a || !b || a.quantity !== b.quantity) return null;
  const isScaled = a.scale !== b.scale || a.ten !== b.ten;
  if (!isScaled && a.zero === b.zero) return same;
  if (a.scale === b.scale && a.zero === 0 && b.zero === 0) return byTen(a.ten - b.ten);
  return {
    isSame: false,
    apply: (value) => rounded((baseOf(value, a) - b.zero) / (b.scale * 10 ** b.ten)),
  };
}

/** Multiplying or dividing by a whole power of ten rounds once, so 28300 Ω is 28.3 kΩ exactly. */
function byTen(exponent: number): Conversion {
  const factor = 10 ** Math.abs(exponent);
  return exponent >= 0
    ? { isSame: false, apply: (value) => value * factor }
    : { isSame: false, apply: (value) => value / factor };
}

const baseOf = (value: number, unit: Unit) => value * unit.scale * 10 ** unit.ten + unit.zero;

/** Twelve significant digits: more than any gauge has, fewer than binary fractions spoil. */
const rounded = (value: number) => Number(value.toPrecision(12));

/** A value v of the unit is v · scale · 10^ten + zero of its quantity's base unit. */
interface Unit {
  readonly quantity: string;
  readonly scale: number;
  readonly ten: number;
  readonly zero: number;
}

function readUnit(text: string): Unit | null {
  // Micro and ohm have two code points each; NFKC folds Å to A with a ring, ℃ to °C and Ω (ohm) to Ω.
  const symbol = text.normalize("NFKC").replace(/µ/g, "μ").replace(/\s+/g, "");
  const whole = symbols.get(symbol) ?? words.get(symbol.toLowerCase());
  if (whole) return whole;
  const prefix = prefixes[symbol[0] ?? ""];
  const base = symbols.get(symbol.slice(1)) ?? words.get(symbol.slice(1).toLowerCase());
  if (prefix !== undefined && base && prefixable.has(base))
    return { ...base, ten: base.ten + prefix };
  const spelled = /^(kilo|mega|giga|milli|micro|nano|pico)(.+)$/i.exec(symbol);
  const word = spelled && words.get(spelled[2]!.toLowerCase());
  if (!word || !prefixable.has(word)) return null;
  return { ...word, ten: word.ten + spelledPrefixes[spelled[1]!.toLowerCase()]! };
}

const prefixes: Readonly<Record<string, number>> = {
  p: -12,
  n: -9,
  u: -6,
  μ: -6,
  m: -3,
  k: 3,
  K: 3,
  M: 6,
  G: 9,
};
const spelledPrefixes: Readonly<Record<string, number>> = {
  pico: -12,
  nano: -9,
  micro: -6,
  milli: -3,
  kilo: 3,
  mega: 6,
  giga: 9,
};

interface More {
  readonly scale?: number;
  readonly zero?: number;
}

function unit(quantity: string, ten = 0, { scale = 1, zero = 0 }: More = {}): Unit {
  return { quantity, ten, scale, zero };
}

const ohm = unit("resistance");
const volt = unit("voltage");
const ampere = unit("current");
const watt = unit("power");
const farad = unit("capacitance");
const henry = unit("inductance");
const hertz = unit("frequency");
const second = unit("time");
const metre = unit("length");
const gram = unit("mass");
const newton = unit("force");
const pascal = unit("pressure");
const bar = unit("pressure", 5);
const kelvin = unit("temperature");
const celsius = unit("temperature", 0, { zero: 273.15 });
const fahrenheit = unit("temperature", 0, { scale: 5 / 9, zero: 459.67 * (5 / 9) });
const litre = unit("volume", -3);
const joule = unit("energy");
const degree = unit("angle");
const minute = unit("time", 0, { scale: 60 });
const hour = unit("time", 0, { scale: 3600 });
const inch = unit("length", -4, { scale: 254 });
const mil = unit("length", -7, { scale: 254 });
const percent = unit("ratio", -2);
const pascalSecond = unit("viscosity");
const partsPerMillion = unit("ratio", -6);

/** Units that take a prefix; a prefixed mil or percent is nothing. */
const prefixable: ReadonlySet<Unit> = new Set([
  ...[ohm, volt, ampere, watt, farad, henry, hertz, second, metre, gram],
  ...[newton, pascal, bar, litre, joule, kelvin, pascalSecond],
]);

/** Symbols keep their case: m is a metre, M a prefix. */
const symbols: ReadonlyMap<string, Unit> = new Map([
  ["Ω", ohm],
  ["R", ohm],
  ["V", volt],
  ["A", ampere],
  ["W", watt],
  ["F", farad],
  ["H", henry],
  ["Hz", hertz],
  ["s", second],
  ["m", metre],
  ["g", gram],
  ["N", newton],
  ["Pa", pascal],
  ["K", kelvin],
  ["C", celsius],
  ["°C", celsius],
  ["°F", fahrenheit],
  ["L", litre],
  ["l", litre],
  ["J", joule],
  ["°", degree],
  ["h", hour],
  ["%", percent],
  ['"', inch],
  ["in", inch],
  ["kgf", unit("force", -5, { scale: 980_665 })],
  ["gf", unit("force", -8, { scale: 980_665 })],
  ["lbf", unit("force", 0, { scale: 4.4482216152605 })],
  ["cm", unit("length", -2)],
  ["t", unit("mass", 6)],
]);

const words: ReadonlyMap<string, Unit> = new Map([
  ["ohm", ohm],
  ["ohms", ohm],
  ["volt", volt],
  ["volts", volt],
  ["amp", ampere],
  ["amps", ampere],
  ["ampere", ampere],
  ["amperes", ampere],
  ["watt", watt],
  ["watts", watt],
  ["farad", farad],
  ["farads", farad],
  ["henry", henry],
  ["hertz", hertz],
  ["hz", hertz],
  ["sec", second],
  ["second", second],
  ["seconds", second],
  ["min", minute],
  ["minute", minute],
  ["minutes", minute],
  ["hour", hour],
  ["hours", hour],
  ["metre", metre],
  ["meter", metre],
  ["metres", metre],
  ["meters", metre],
  ["micron", unit("length", -6)],
  ["microns", unit("length", -6)],
  ["inch", inch],
  ["inches", inch],
  ["mil", mil],
  ["mils", mil],
  ["thou", mil],
  ["gram", gram],
  ["grams", gram],
  ["newton", newton],
  ["newtons", newton],
  ["pascal", pascal],
  ["bar", bar],
  ["psi", unit("pressure", 0, { scale: 6894.757293168 })],
  ["atm", unit("pressure", 0, { scale: 101_325 })],
  ["mmhg", unit("pressure", 0, { scale: 133.322387415 })],
  ["celsius", celsius],
  ["degc", celsius],
  ["fahrenheit", fahrenheit],
  ["degf", fahrenheit],
  ["kelvin", kelvin],
  ["deg", degree],
  ["degree", degree],
  ["degrees", degree],
  ["rad", unit("angle", 0, { scale: 180 / Math.PI })],
  ["percent", percent],
  ["ppm", partsPerMillion],
  ["litre", litre],
  ["liter", litre],
  ["joule", joule],
  ["pa·s", pascalSecond],
  ["pa.s", pascalSecond],
  ["pa*s", pascalSecond],
]);
