/** The fields of a patch that say something new, before and after: what the trail keeps of an edit. */
export function differences(row: object, patch: object): { before: object; after: object } {
  const known = row as Record<string, unknown>;
  const fields = Object.entries(patch).filter(
    ([name, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(known[name]),
  );
  return {
    before: Object.fromEntries(fields.map(([name]) => [name, known[name]])),
    after: Object.fromEntries(fields),
  };
}
