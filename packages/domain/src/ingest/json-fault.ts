export interface JsonFault {
  /** Characters from the beginning, from 0. */
  readonly offset: number;
  /** As an editor counts, from 1. */
  readonly line: number;
  readonly column: number;
}

/** Where a text stops being JSON; null: it is JSON. Engines say what is wrong, but not where. */
export function jsonFault(text: string): JsonFault | null {
  const reader = new Reader(text);
  if (reader.document()) return null;
  const offset = Math.min(reader.at, text.length);
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { offset, line, column: offset - before.lastIndexOf("\n") };
}

const literals = ["true", "false", "null"] as const;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const whole = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
/** As far as a text that does not end, or holds what it must not, is right. */
const begun = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y;

/** Reads without recursion, so that a text of a million brackets is no way to stop the server. */
class Reader {
  at = 0;
  readonly #open: ("{" | "[")[] = [];

  constructor(readonly text: string) {}

  document(): boolean {
    for (;;) {
      const begins = this.#value();
      if (begins === null) return false;
      if (begins === "open" && this.#isInside()) continue;
      if (!this.#closed()) return false;
      if (this.#open.length === 0) {
        this.#space();
        return this.at === this.text.length;
      }
    }
  }

  /** Whether there is an element to read in the list or object just opened. */
  #isInside(): boolean {
    this.#space();
    const char = this.text[this.at];
    return char !== "]" && char !== "}";
  }

  #value(): "open" | "value" | null {
    this.#space();
    if (this.#open.at(-1) === "{" && !this.#key()) return null;
    const char = this.text[this.at];
    if (char === "{" || char === "[") {
      this.#open.push(char);
      this.at++;
      return "open";
    }
    if (char === '"') return this.#take(whole, begun) ? "value" : null;
    const literal = literals.find((word) => this.text.startsWith(word, this.at));
    if (!literal) return this.#take(number) ? "value" : null;
    this.at += literal.length;
    return "value";
  }

  #key(): boolean {
    if (!this.#take(whole, begun)) return false;
    this.#space();
    if (this.text[this.at] !== ":") return false;
    this.at++;
    this.#space();
    return true;
  }

  /** Closes what ends here; true: another element follows, or everything is closed. */
  #closed(): boolean {
    for (;;) {
      this.#space();
      const inner = this.#open.at(-1);
      if (inner === undefined) return true;
      const char = this.text[this.at];
      if (char === ",") {
        this.at++;
        return true;
      }
      if (char !== (inner === "{" ? "}" : "]")) return false;
      this.at++;
      this.#open.pop();
    }
  }

  #space(): void {
    while (" \t\n\r".includes(this.text[this.at] ?? "x")) this.at++;
  }

  #take(shape: RegExp, partly?: RegExp): boolean {
    shape.lastIndex = this.at;
    if (shape.test(this.text)) {
      this.at = shape.lastIndex;
      return true;
    }
    if (partly) {
      partly.lastIndex = this.at;
      if (partly.test(this.text)) this.at = partly.lastIndex;
    }
    return false;
  }
}
