/**
 * Dice of which each roll depends on the seed, on what is asked, on the session and on how often that was asked before:
 * never on what other sessions do meanwhile. Vendors choose session ids at random, so a session counts by the name
 * that a test gives it, or else by its place in the order of creation.
 */
export class Dice {
  private readonly names = new Map<string, string>();
  private created = 0;
  private readonly rolled = new Map<string, number>();
  private ids: () => readonly string[] = () => [];

  constructor(private readonly seed: number) {}

  /** @param ids of the vendor's sessions, the oldest first */
  numberBy(ids: () => readonly string[]): void {
    this.ids = ids;
  }

  name(session: string, name: string): void {
    this.names.set(session, name);
  }

  /** From 0 up to 1. */
  roll(name: string, session?: string): number {
    const place = `${session === undefined ? 'none' : this.nameOf(session)}/${name}`;
    const times = (this.rolled.get(place) ?? 0) + 1;
    this.rolled.set(place, times);
    return fraction(`${this.seed}/${place}/${times}`);
  }

  reset(): void {
    this.names.clear();
    this.created = 0;
    this.rolled.clear();
  }

  /** Sessions that have not come about share the rolls of those calls that name none. */
  private nameOf(session: string): string {
    if (!this.names.has(session)) {
      for (const id of this.ids()) if (!this.names.has(id)) this.names.set(id, `#${(this.created += 1)}`);
    }
    return this.names.get(session) ?? 'none';
  }
}

/** FNV-1a, and the finish of MurmurHash3, since short texts alike would else roll alike. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}
