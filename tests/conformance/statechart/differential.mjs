// Feeds the same charts, events and guard answers to npm xstate and to ours and compares, after
// each event, the state, the actions, and the invokes and deadlines begun and ended, in order.
//
//   TENURE_SEED=n       another seed ("random": from the clock)
//   TENURE_CHART=name   only that chart, as the report calls it
//   TENURE_TRACE=1      names each chart before it is run
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
const generatedCharts = 300, eventsOfAFile = 900, eventsOfAGenerated = 30;
const tally = { charts: 0, events: 0, taken: 0, endless: 0, done: 0 };

function files() {
  const shipped = fs.readdirSync(path.join(root, 'workflows'))
    .map((name) => `workflows/${name}/workflow.yaml`)
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
  if (ours.code || theirs.code) {
    return ours.code === theirs.code ? '' : 'one is endless, the other not';
  }
  if (ours.state !== theirs.state) return 'state';
  if (ours.done !== theirs.done) return 'done';
  const a = settled(ours), b = settled(theirs);
  if (a.join('\n') === b.join('\n')) return '';
  return 'consequences';
}

function fail(what, run, ours, theirs) {
  const show = (step) =>
    step.code ? step : { state: step.state, done: step.done, consequences: settled(step) };
  console.error(`\nDIFFERENT: ${what}\nreplay: TENURE_SEED=${theSeed} TENURE_CHART='${run.name}'`);
  console.error(`chart:\n${run.yaml}\nevents: ${JSON.stringify(run.events)}`);
  console.error('ours:  ', JSON.stringify(show(ours), null, 1));
  console.error('xstate:', JSON.stringify(show(theirs), null, 1));
  process.exit(1);
}

// One life of a chart: XState goes first, so that events can be chosen that mean something to it.
class Run {
  constructor(name, yaml, random, life) {
    Object.assign(this, { name, yaml, random, events: [], first: life * 1_000_000 });
    this.nth = this.first;
    this.definition = YAML.parse(yaml);
    this.names = namesOf(this.definition);
    const answer = (guard, args, n) => this.answer(guard, args, n);
    this.oracle = new Oracle(this.definition, this.names, answer);
    this.every = this.allEvents();
  }

  // The other half is table_environment in subject.cpp.
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

  live(events) {
    this.theirs = [this.oracle.initial()];
    for (let i = 0; i < events && !this.theirs.at(-1).code && !this.theirs.at(-1).done; ++i) {
      ++this.nth;  // before choosing: whether XState would give up is asked of this step's guards
      const event = this.next();
      this.events.push(event);
      this.theirs.push(this.oracle.step(event));
    }
  }

  next() {
    for (;;) {
      const answered = this.oracle.answered();
      const known = this.random.chance(75) && answered.length;
      const event = this.random.pick(known ? answered : this.every);
      if (!this.oracle.wouldGiveUp(event)) return event;
    }
  }

  compare(subject) {
    const ours = subject.run(`${theSeed} ${this.name}`, this.first, this.events);
    for (let i = 0; i < Math.max(ours.length, this.theirs.length); ++i) {
      const one = ours[i] ?? { code: 'ended before' };
      const other = this.theirs[i] ?? { code: 'ended before' };
      const what = differs(one, other);
      if (what) fail(what, { ...this, events: this.events.slice(0, i) }, one, other);
      if (one.taken === false && one.consequences.length) {
        fail('nothing taken, yet consequences', this, one, other);
      }
      if (one.taken) ++tally.taken;
      if (one.code) ++tally.endless;
      if (one.done) ++tally.done;
    }
    tally.events += this.events.length;
  }
}

function exercise(name, yaml, events) {
  if (only && only !== name) return;
  const random = new Random(`${theSeed} ${name}`);
  ++tally.charts;
  if (process.env.TENURE_TRACE) console.error(name);
  const names = namesOf(YAML.parse(yaml));
  const delays = names.delays.filter((delay) => !/^P[0-9T]/.test(delay));
  const subject = new Subject(yaml, { ...names, delays, events: [...names.events, 'anything'] });
  const until = tally.events + events;
  const endless = tally.endless + 2;  // a thousand microsteps are slow in XState; twice is enough
  for (let life = 0; tally.events < until && life < events && tally.endless < endless; ++life) {
    const run = new Run(name, yaml, random, life);
    run.live(Math.min(100, until - tally.events));
    run.compare(subject);
  }
}

for (const file of files()) {
  exercise(file, fs.readFileSync(path.join(root, file), 'utf8'), eventsOfAFile);
}
for (let i = 0; i < generatedCharts; ++i) {
  const name = `generated ${i}`;
  exercise(name, generate(new Random(`${theSeed} chart ${i}`)), eventsOfAGenerated);
}
console.error(`xstate and ours agree: seed ${theSeed}, ${JSON.stringify(tally)}`);
if (!only && tally.events < 10_000) process.exit(1);
