/** A sortable id: UUIDv7, so that rows written together lie together. */
export function newId(): string {
  return Bun.randomUUIDv7();
}
