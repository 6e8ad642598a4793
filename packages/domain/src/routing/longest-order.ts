/**
 * The longest run of equal keys both lists share in the same order, as pairs of positions. What is
 * not in it was added, removed or moved.
 */
export function stableOrder(
  before: readonly string[],
  after: readonly string[],
): [before: number, after: number][] {
  // length[i][j]: the longest shared order of before[i…] and after[j…].
  const length = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      length[i]![j] =
        before[i] === after[j]
          ? length[i + 1]![j + 1]! + 1
          : Math.max(length[i + 1]![j]!, length[i]![j + 1]!);
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    if (before[i] === after[j]) pairs.push([i++, j++]);
    else if (length[i + 1]![j]! >= length[i]![j + 1]!) i++;
    else j++;
  }
  return pairs;
}
