/** Keeps a map that anybody may fill at its bound: what has been in it longest makes way. */
export function forgetOldest(kept: Map<string, unknown>, most: number): void {
  if (kept.size <= most) return;
  const [oldest] = kept.keys();
  if (oldest !== undefined) kept.delete(oldest);
}
