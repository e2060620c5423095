// Runs the SCXML test cases that npm's @scion-scxml/test-framework ships (SCION's own and the
// W3C's, Apache-2.0) as far as our language covers them. What it leaves out is counted by
// reason and must be the same as in scxml-skipped.json: nothing is dropped in silence.
//   TENURE_SCXML=dir/name   only that case, with its chart
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { fileURLToPath } from 'node:url';
import YAML from 'yaml';
import { Unsupported, convert } from './scxml_convert.mjs';
import { Subject, namesOf } from './subject.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const cases = path.join(here, 'node_modules/@scion-scxml/test-framework/test');
const only = process.env.TENURE_SCXML;

const milliseconds = (text) => text ? parseFloat(text) * (text.endsWith('ms') ? 1 : 1000) : 0;

// The datamodel, the two queues and a clock of its own: what SCXML has and a pure step has not.
class Host {
  constructor(made) {
    Object.assign(this, { made, raised: [], sent: [], now: 0, event: {}, nth: 0 });
    this.context = vm.createContext({});
    for (const [id, expression] of made.data) {
      this.evaluate(id === null ? expression : `var ${id} = ${expression}`);
    }
  }
  // An expression that cannot be evaluated is false and raises error.execution (SCXML 5.9).
  evaluate(expression) {
    this.context._event = this.event;
    try {
      return vm.runInContext(expression, this.context);
    } catch {
      this.raised.push('error.execution');
      return undefined;
    }
  }
  guard(_, { nth }) { return !!this.evaluate(this.made.conditions[nth]); }
  action(_, { nth }) { this.made.runs[nth].forEach((each) => this.execute(each)); }
  execute({ name, a, text }) {
    if (name === 'raise') this.raised.push(a.event);
    if (name === 'assign') this.evaluate(`${a.location} = ${a.expr}`);
    if (name === 'script') this.evaluate(text);
    if (name === 'send') {
      this.sent.push({ event: a.event, due: this.now + milliseconds(a.delay), nth: this.nth++ });
    }
  }
}

class Case {
  constructor(made) {
    const names = namesOf(YAML.parse(made.yaml));
    this.made = made;
    this.subject = new Subject(made.yaml, { ...names, events: [...names.events, 'anything'] });
    this.host = new Host(made);
    this.take(this.subject.initial(this.host));
  }
  take(step) {
    if (step.refused) throw new Error(step.refused);
    while (this.host.raised.length) this.send(this.host.raised.shift());
  }
  send(event) {
    this.host.event = { name: event };
    this.take(this.subject.step(event, this.host));
  }
  // Lets everything that is due until then arrive.
  until(time) {
    for (;;) {
      const due = this.host.sent.filter((s) => s.due <= time)
        .sort((a, b) => a.due - b.due || a.nth - b.nth)[0];
      if (!due) break;
      this.host.sent.splice(this.host.sent.indexOf(due), 1);
      this.host.now = due.due;
      this.send(due.event);
    }
    this.host.now = time === Infinity ? this.host.now : time;
  }
  configuration() {
    return this.subject.state.split(',').map((leaf) => this.made.leaf[leaf]).sort().join(',');
  }
}

function check(name, made, script) {
  const expect = (test, what, expected) => {
    const wanted = [...expected].sort().join(',');
    if (test.configuration() === wanted) return;
    throw new Error(`${what}: in ${test.configuration()}, not in ${wanted}`);
  };
  const test = new Case(made);
  test.until(name.startsWith('w3c') ? Infinity : 0);
  expect(test, 'initially', script.initialConfiguration);
  script.events.forEach(({ event, after, nextConfiguration }, i) => {
    test.until(test.host.now + (after ?? 0));
    test.send(event.name);
    test.until(test.host.now);
    expect(test, `after event ${i + 1}, ${event.name}`, nextConfiguration);
  });
}

const skipped = {}, passed = {}, failed = [];
for (const group of fs.readdirSync(cases).sort()) {
  const charts = fs.readdirSync(path.join(cases, group)).filter((f) => f.endsWith('.scxml'));
  for (const file of charts.sort()) {
    const name = `${group}/${file.replace(/(\.txml)?\.scxml$/, '')}`;
    const script = path.join(cases, group, file.replace(/\.scxml$/, '.json'));
    if (only && only !== name) continue;
    let made;
    try {
      if (!fs.existsSync(script)) {
        throw new Unsupported('no expectation: part of another case, or judged by hand');
      }
      made = convert(fs.readFileSync(path.join(cases, group, file), 'utf8'));
      if (only) console.error(made.yaml);
      check(name, made, JSON.parse(fs.readFileSync(script, 'utf8')));
      passed[group] = (passed[group] ?? 0) + 1;
    } catch (error) {
      if (error instanceof Unsupported) (skipped[error.message] ??= []).push(name);
      else failed.push(`${name}: ${error.message}`);
    }
  }
}

const count = (groups) =>
  Object.values(groups).flat().reduce((sum, n) => sum + (Number(n) || 1), 0);
const record = path.join(here, 'scxml-skipped.json');
const known = JSON.stringify(skipped, null, 1) + '\n';
if (process.env.TENURE_SCXML_RECORD) fs.writeFileSync(record, known);
console.error(`SCXML cases passed: ${count(passed)} ${JSON.stringify(passed)}`);
for (const [reason, names] of Object.entries(skipped)) {
  console.error(`  left out, ${reason}: ${names.length}`);
}
for (const each of failed) console.error(`FAILED ${each}`);
const same = only || (fs.existsSync(record) && fs.readFileSync(record, 'utf8') === known);
if (!same) console.error('the cases left out are not those in scxml-skipped.json');
process.exit(failed.length || !same || count(passed) < (only ? 0 : 100) ? 1 : 0);
