// Feeds the same charts, events and guard answers to npm xstate and to ours and compares, after each
// event, the state, the actions, and the invokes and deadlines begun and ended, in order.
//
//   TENURE_SEED=n       another seed ("random": from the clock)
//   TENURE_CHART=name   only that chart, as the report calls it
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import YAML from 'yaml';
import { generate } from './generate.mjs';
import { Oracle } from './oracle.mjs';
import { Random, hash, seed } from './random.mjs';
import { Subject, namesOf } from './subject.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../../..');
const theSeed = seed();
const only = process.env.TENURE_CHART;
const generatedCharts = 300, eventsOfAFile = 700, eventsOfAGenerated = 25;
const tally = { charts: 0, events: 0, taken: 0, endless: 0, done: 0 };

function files() {
  const shipped = fs.readdirSync(path.join(root, 'workflows')).map((name) => `workflows/${name}/workflow.yaml`)
    .filter((name) => fs.existsSync(path.join(root, name)));
  const ours = fs.readdirSync(path.join(here, 'charts')).filter((name) => name.endsWith('.yaml'))
    .map((name) => `tests/conformance/statechart/charts/${name}`);
  return [...shipped, ...ours.sort()];
}

const params = (each) => JSON.stringify(Object.entries({ ...each.params, ...each.input }).sort());
const line = (each) => `${each.is} ${each.type ?? each.id ?? each.event} ${params(each)}`;

// When the chart is done, what still runs is stopped in no particular order.
function settled(step) {
  const lines = step.consequences.map(line);
  if (!step.done) return lines;
  let end = lines.length;
  while (end > 0 && lines[end - 1].startsWith('stop ')) --end;
  return [...lines.slice(0, end), ...lines.slice(end).sort()];
}

function differs(ours, theirs) {
  if (ours.code || theirs.code) return ours.code === theirs.code ? '' : 'one is endless, the other not';
  if (ours.state !== theirs.state) return 'state';
  if (ours.done !== theirs.done) return 'done';
  const a = settled(ours), b = settled(theirs);
  if (a.join('\n') === b.join('\n')) return '';
  return 'consequences';
}

function fail(what, run, ours, theirs) {
  const show = (step) => step.code ? step : { state: step.state, done: step.done, consequences: settled(step) };
  console.error(`\nDIFFERENT: ${what}\nreplay: TENURE_SEED=${theSeed} TENURE_CHART='${run.name}'`);
  console.error(`chart:\n${run.yaml}\nevents: ${JSON.stringify(run.events)}`);
  console.error('ours:  ', JSON.stringify(show(ours), null, 1));
  console.error('xstate:', JSON.stringify(show(theirs), null, 1));
  process.exit(1);
}

class Run {
  constructor(name, yaml, random) {
    Object.assign(this, { name, yaml, random, events: [], nth: 0, actions: 0 });
    this.definition = YAML.parse(yaml);
    this.names = namesOf(this.definition);
    this.oracle = new Oracle(this.definition, this.names, (guard, args, n) => this.answer(guard, args, n));
    const known = { ...this.names, delays: this.names.delays.filter((d) => !/^P[0-9T]/.test(d)) };
    this.subject = new Subject(yaml, { ...known, events: [...known.events, 'anything'] });
    this.host = {
      guard: (guard, args) => this.answer(guard, args, this.actions),
      action: () => { ++this.actions; },
    };
    this.every = this.allEvents();
  }

  answer(guard, args, n) {
    const sorted = JSON.stringify(Object.entries(args).sort());
    return hash(`${theSeed} ${this.name} ${this.nth} ${guard} ${sorted} ${n}`) % 100 < 45;
  }

  allEvents() {
    const named = this.names.events.flatMap((event) => [event, `${event}.more`]);
    const nodes = [...this.oracle.machine.idMap.values()];
    return [...named, 'nobody.knows', ...nodes.flatMap((node) => [...node.transitions.keys()])]
      .filter((event) => !event.includes('*'));
  }

  start() {
    this.check(this.subject.initial(this.host), this.oracle.initial());
    return this.alive;
  }

  step() {
    const event = this.random.chance(75) && this.oracle.answered().length
      ? this.random.pick(this.oracle.answered()) : this.random.pick(this.every);
    if (this.oracle.wouldGiveUp(event)) return;
    this.events.push(event);
    ++this.nth;
    ++tally.events;
    const ours = this.subject.step(event, this.host);
    if (ours.taken) ++tally.taken;
    this.check(ours, this.oracle.step(event));
  }

  check(ours, theirs) {
    const what = differs(ours, theirs);
    if (what) fail(what, this, ours, theirs);
    if (ours.taken === false && ours.consequences.length) fail('not taken, yet with consequences', this, ours, theirs);
    if (ours.code) ++tally.endless;
    if (ours.done) ++tally.done;
    this.alive = !ours.code && !ours.done;
  }
}

function exercise(name, yaml, events) {
  if (only && only !== name) return;
  const random = new Random(`${theSeed} ${name}`);
  ++tally.charts;
  const until = tally.events + events;
  for (let life = 0; tally.events < until; ++life) {
    const run = new Run(name, yaml, random);
    run.nth = life * 1_000_000;
    if (!run.start()) { ++tally.events; continue; }
    for (let i = 0; i < 300 && run.alive && tally.events < until; ++i) run.step();
  }
}

for (const file of files()) exercise(file, fs.readFileSync(path.join(root, file), 'utf8'), eventsOfAFile);
for (let i = 0; i < generatedCharts; ++i) {
  const name = `generated ${i}`;
  exercise(name, generate(new Random(`${theSeed} chart ${i}`)), eventsOfAGenerated);
}
console.error(`xstate and ours agree: seed ${theSeed}, ${JSON.stringify(tally)}`);
if (!only && tally.events < 10_000) process.exit(1);
