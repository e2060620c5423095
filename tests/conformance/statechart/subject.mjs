// The client's end of subject.hpp. Synchronous on purpose: standard input and output are pipes that
// belong to the protocol, so everything for people goes to standard error.
import fs from 'node:fs';

let heard = '';
const buffer = Buffer.alloc(1 << 16);

function hear() {
  for (;;) {
    const end = heard.indexOf('\n');
    if (end >= 0) {
      const line = heard.slice(0, end);
      heard = heard.slice(end + 1);
      return JSON.parse(line);
    }
    const length = fs.readSync(0, buffer, 0, buffer.length, null);
    if (length === 0) throw new Error('the interpreter under test has ended');
    heard += buffer.toString('utf8', 0, length);
  }
}

const say = (message) => fs.writeSync(1, JSON.stringify(message) + '\n');

// `host` answers guards and hears actions while a step runs: { guard(name, params, event) -> bool,
// action(name, params) }.
function ask(request, host) {
  say(request);
  for (;;) {
    const message = hear();
    if ('guard' in message) {
      say({ answer: host.guard(message.guard, message.params, message.event) });
    } else if ('action' in message) {
      host.action(message.action, message.params);
    } else {
      return message;
    }
  }
}

export class Subject {
  // Throws an Error with `.code` when the chart is refused.
  constructor(yaml, names) {
    const loaded = ask({ op: 'load', yaml, names });
    if (loaded.refused) throw Object.assign(new Error(loaded.refused), { code: loaded.code });
    this.chart = loaded.chart;
    this.state = '';
  }
  initial(host) {
    return this.#take(ask({ op: 'initial', chart: this.chart }, host));
  }
  step(event, host) {
    return this.#take(ask({ op: 'step', chart: this.chart, from: this.state, event }, host));
  }
  // A whole life at once; see subject.hpp.
  run(table, nth, events) {
    const answer = ask({ op: 'run', chart: this.chart, table, nth, events });
    if (answer.refused) throw new Error(answer.refused);
    return answer.steps;
  }
  #take(answer) {
    if (answer.refused) return { refused: answer.refused, code: answer.code };
    this.state = answer.step.state;
    return answer.step;
  }
}

// Every name that a definition uses, by the sections of the vocabulary.
export function namesOf(definition) {
  const used = {};
  for (const key of ['guards', 'actions', 'actors', 'delays', 'events', 'mailbox']) {
    used[key] = new Set();
  }
  const list = (x) => (x === undefined ? [] : [x].flat());
  const name = (x) => (typeof x === 'string' ? x : x.type);
  const actions = (x) => list(x).forEach((a) => used.actions.add(name(a)));
  const transitions = (x) => list(x).forEach((t) => {
    if (t?.guard) used.guards.add(name(t.guard));
    if (t?.actions) actions(t.actions);
  });
  const visit = (state) => {
    actions(state.entry);
    actions(state.exit);
    transitions(state.always);
    transitions(state.onDone);
    for (const [event, t] of Object.entries(state.on ?? {})) {
      used.events.add(event.endsWith('.*') ? event.slice(0, -2) : event);
      transitions(t);
    }
    for (const [delay, t] of Object.entries(state.after ?? {})) {
      used.delays.add(delay);
      transitions(t);
    }
    for (const invoke of list(state.invoke)) {
      used.actors.add(invoke.src);
      transitions(invoke.onDone);
      transitions(invoke.onError);
    }
    Object.keys(state.meta?.mailbox ?? {}).forEach((key) => used.mailbox.add(key));
    Object.values(state.states ?? {}).forEach(visit);
  };
  visit(definition);
  used.events.delete('*');
  return Object.fromEntries(Object.entries(used).map(([key, set]) => [key, [...set].sort()]));
}
