/** `validateSearch: textSearch("q", "state")`: the URL's filters as texts; empty ones are left out. */
export function textSearch<const K extends string>(
  ...keys: K[]
): (search: Record<string, unknown>) => { [key in K]?: string } {
  return (search) => {
    const found: { [key in K]?: string } = {};
    for (const key of keys) {
      const value = search[key];
      if (value !== undefined && value !== null && value !== "") found[key] = String(value);
    }
    return found;
  };
}
