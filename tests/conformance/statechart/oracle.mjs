// npm xstate as the judge: the same definition, the same events, what it says happens.
import { createMachine, enqueueActions, fromCallback, initialTransition, transition } from 'xstate';

// XState keeps active states in the order in which they were entered, so the regions of a parallel
// state swap places over time; SCXML, and a state that was stored and read back, know document
// order only. So sets of states are walked in document order here; nothing else of XState is
// touched.
const walk = Set.prototype[Symbol.iterator];
Set.prototype[Symbol.iterator] = function documentOrder() {
  const first = walk.call(this).next().value;
  if (first?.machine === undefined || first.order === undefined) return walk.call(this);
  const states = [];
  this.forEach((state) => states.push(state));
  return states.sort((a, b) => a.order - b.order).values();
};

const texts = (values) =>
  Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, String(value)]));

export class Oracle {
  // `answer(name, params, n)`: what a guard says after n actions. Counting actions in the context
  // makes guards depend on the actions before them, as ours do.
  constructor(definition, names, answer) {
    const guard = (name) => [name, ({ context }, params) => answer(name, texts(params), context.n)];
    const action = (name) => [name, enqueueActions(({ enqueue }, params) => {
      enqueue.assign({ n: ({ context }) => context.n + 1 });
      enqueue({ type: `tenure:${name}`, params });
    })];
    const whole = { ...definition, context: { n: 0 }, options: { maxIterations: 1000 } };
    this.machine = createMachine(whole).provide({
      guards: Object.fromEntries(names.guards.map(guard)),
      actions: Object.fromEntries(names.actions.map(action)),
      delays: Object.fromEntries(names.delays.map((name) => [name, 1000])),
      actors: Object.fromEntries(names.actors.map((name) => [name, fromCallback(() => {})])),
    });
  }

  initial() { return this.#take(() => initialTransition(this.machine)); }
  step(event) { return this.#take(() => transition(this.machine, this.snapshot, { type: event })); }

  // Events that mean something to an active state, wildcards filled in.
  answered() {
    return this.snapshot._nodes.flatMap((node) => [...node.transitions.keys()]).map((key) =>
      key === '*' ? 'anything' : key.endsWith('.*') ? `${key.slice(0, -2)}.more` : key);
  }
  // An error event that nothing answers to would end xstate's machine; ours lets it pass.
  wouldGiveUp(event) {
    return event.startsWith('xstate.error.') &&
      !this.machine.getTransitionData(this.snapshot, { type: event })?.length;
  }

  #take(run) {
    let executed;
    try {
      [this.snapshot, executed] = run();
      if (this.snapshot.status === 'error') throw this.snapshot.error;
    } catch (error) {
      if (/Infinite loop/.test(error.message)) {
        return { refused: error.message, code: 'chart.endless' };
      }
      throw error;
    }
    return {
      state: this.#text(),
      done: this.snapshot.status === 'done',
      consequences: executed.map(normal),
    };
  }

  #text() {
    return [...this.snapshot._nodes].sort((a, b) => a.order - b.order)
      .filter((node) => !Object.keys(node.states).length)
      .map((node) => node.path.join('.')).join(',');
  }
}

function normal(executed) {
  const { type, params } = executed;
  if (type.startsWith('tenure:')) {
    return { is: 'action', type: type.slice(7), params: texts(params) };
  }
  switch (type) {
    case 'xstate.raise': return { is: 'set', event: params.event.type };
    case 'xstate.cancel': return { is: 'clear', event: params.sendId ?? params };
    case 'xstate.spawnChild':
      return { is: 'start', id: params.id, src: params.src, input: texts(params.input) };
    case 'xstate.stopChild': return { is: 'stop', id: params.id ?? params };
    default: throw new Error(`xstate did something unheard of: ${type}`);
  }
}
