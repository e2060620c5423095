// Random charts of the language: nested compound and parallel states, finals with onDone,
// wildcards, reenter, targets near and far, guarded `always`, deadlines and invokes.
import YAML from 'yaml';

const guards = ['g1', 'g2', 'g3', 'g4'], actions = ['a1', 'a2', 'a3', 'a4'];
const events = ['x', 'y', 'x.one', 'x.two', 'y.one.more', 'x.*', 'y.one.*', '*'];
const delays = ['soon', 'later', 'P30D', 'PT15M'];

class Chart {
  constructor(random) {
    Object.assign(this, { random, ids: 0, invokes: 0, paths: [] });
  }

  // First the tree, so that targets can point anywhere; then what happens in it.
  tree(depth, path, inParallel) {
    const { random } = this;
    const state = { path, key: path.at(-1), children: [], type: 'atomic' };
    this.paths.push(state);
    if (depth > 0 && (path.length === 0 || random.chance(60))) {
      state.type = path.length && random.chance(35) ? 'parallel' : 'compound';
      const count = state.type === 'parallel'
        ? 2 + random.below(2) : 1 + random.below(3) + (path.length ? 0 : 1);
      for (let i = 0; i < count; ++i) {
        const below = [...path, `s${this.ids++}`];
        state.children.push(this.tree(depth - 1, below, state.type === 'parallel'));
      }
      if (state.type === 'compound' && random.chance(path.length ? 60 : 20)) {
        const final = { path: [...path, `f${this.ids++}`], children: [], type: 'final' };
        this.paths.push(final);
        state.children.push(final);
      }
    } else if (inParallel && random.chance(10)) {
      state.type = 'final';
    }
    return state;
  }

  named(pool) {
    const type = this.random.pick(pool);
    return this.random.chance(70) ? type : { type, params: { which: `p${this.random.below(3)}` } };
  }
  actions(percent) {
    const list = [];
    while (this.random.chance(percent) && list.length < 3) list.push(this.named(actions));
    return list.length ? list : undefined;
  }

  target(of) {
    const { random } = this;
    const inner = this.paths.filter((s) =>
      s.path.length > of.path.length && of.path.every((k, i) => s.path[i] === k));
    const siblings = this.paths.filter((s) => s.path.length === of.path.length && of.path.length &&
      of.path.slice(0, -1).every((k, i) => s.path[i] === k));
    if (inner.length && random.chance(35)) {
      return '.' + random.pick(inner).path.slice(of.path.length).join('.');
    }
    if (siblings.length && random.chance(55)) return random.pick(siblings).path.at(-1);
    const any = random.pick(this.paths.slice(1));
    return '#' + ['chart', ...any.path].join('.');
  }
  // Two targets in two regions of a parallel state.
  targets(of) {
    const parallels = this.paths.filter((s) => s.type === 'parallel');
    if (!parallels.length || !this.random.chance(12)) return this.target(of);
    const [a, b] = this.random.pick(parallels).children;
    const below = (s) => this.paths.filter((t) => s.path.every((k, i) => t.path[i] === k));
    return [a, b].map((region) =>
      '#' + ['chart', ...this.random.pick(below(region)).path].join('.'));
  }

  transition(of, guarded, needsTarget) {
    const { random } = this;
    const t = {};
    if (guarded) t.guard = this.named(guards);
    if (needsTarget || random.chance(85)) t.target = this.targets(of);
    const list = this.actions(40);
    if (list) t.actions = list;
    if (t.target && random.chance(30)) t.reenter = true;
    return t;
  }
  // Guarded candidates, then perhaps one without a guard.
  candidates(of, needsTarget = false) {
    const { random } = this;
    const list = [];
    while (list.length < 2 && random.chance(40)) list.push(this.transition(of, true, needsTarget));
    if (!list.length || random.chance(60)) list.push(this.transition(of, false, needsTarget));
    return list.length === 1 ? list[0] : list;
  }
  always(of) {
    const list = [];
    do {
      list.push(this.transition(of, true, true));
    } while (list.length < 2 && this.random.chance(30));
    const self = '#' + ['chart', ...of.path].join('.');
    const stays = (t) => [t.target].flat().some((x) => x === self || x === of.path.at(-1));
    return list.filter((t) => !stays(t));
  }

  canBeDone(of) {
    if (of.type === 'final') return true;
    if (of.type === 'parallel') return of.children.every((c) => this.canBeDone(c));
    return of.children.some((c) => c.type === 'final');
  }

  state(of) {
    const { random } = this;
    const out = {};
    const entry = this.actions(45), exit = this.actions(45);
    if (of.type === 'parallel') out.type = 'parallel';
    if (of.type === 'final') out.type = 'final';
    if (of.type === 'compound') out.initial = random.pick(of.children).path.at(-1);
    if (entry) out.entry = entry;
    if (exit) out.exit = exit;
    if (of.type !== 'final') this.behaviour(of, out);
    if (of.children.length) {
      out.states = Object.fromEntries(
        of.children.map((child) => [child.path.at(-1), this.state(child)]));
    }
    return out;
  }

  behaviour(of, out) {
    const { random } = this;
    const on = {};
    for (let i = random.below(4); i > 0; --i) on[random.pick(events)] = this.candidates(of);
    if (Object.keys(on).length) out.on = on;
    if (random.chance(18)) {
      const always = this.always(of);
      if (always.length) out.always = always;
    }
    if (random.chance(25)) {
      out.after = {};
      for (let i = random.below(2); i >= 0; --i) {
        out.after[random.pick(delays)] = this.candidates(of);
      }
    }
    if (random.chance(25)) {
      const list = [];
      do list.push(this.invoke(of)); while (list.length < 2 && random.chance(25));
      out.invoke = list.length === 1 ? list[0] : list;
    }
    if (of.path.length && of.children.length && this.canBeDone(of) && random.chance(70)) {
      out.onDone = this.candidates(of);
    }
  }
  invoke(of) {
    const out = { id: `i${this.invokes++}`, src: this.random.pick(['task', 'effect']) };
    if (this.random.chance(40)) out.input = { what: 'w' + this.random.below(9) };
    if (this.random.chance(85)) out.onDone = this.candidates(of);
    if (this.random.chance(60)) out.onError = this.candidates(of);
    return out;
  }

  // An event at the root leads everywhere, so that no state is unreachable or without a way out.
  whole() {
    const root = this.tree(4, [], false);
    const chart = { id: 'chart', version: 1, ...this.state(root) };
    chart.on = { ...chart.on, 'go.anywhere': this.paths.slice(1).map((s) =>
      ({ guard: { type: 'go', params: { to: s.path.at(-1) } }, target: '.' + s.path.join('.') })) };
    return YAML.stringify(chart, { aliasDuplicateObjects: false });
  }
}

export const generate = (random) => new Chart(random).whole();
