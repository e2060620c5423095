// Seeded randomness and the guards' table: everything follows from one number.
export function hash(text) {  // FNV-1a with a final mix
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; ++i) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export class Random {
  #state;
  constructor(seed) { this.#state = hash(String(seed)); }
  next() {  // mulberry32
    let t = (this.#state = (this.#state + 0x6d2b79f5) | 0);
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }
  below(n) { return this.next() % n; }
  chance(percent) { return this.below(100) < percent; }
  pick(list) { return list[this.below(list.length)]; }
}

export function seed() {
  const given = process.env.TENURE_SEED;
  if (given === 'random') return Date.now() % 1_000_000_007;
  return given ? Number(given) : 20261122;
}
