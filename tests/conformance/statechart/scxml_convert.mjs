// An SCXML test document as a chart of our language plus what its names mean: guards and actions
// become `cond` and `run` with a number as parameter, which the test's host looks up here. Throws
// Unsupported, with the group it is listed under, for what the language leaves out.
import { SaxesParser } from 'saxes';
import YAML from 'yaml';

export class Unsupported extends Error {}
const no = (group) => { throw new Unsupported(group); };

function parse(xml) {
  const top = { name: '', children: [] };
  const open = [top];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes, isSelfClosing }) => {
    const node = { name: name.replace(/^.*:/, ''), a: attributes, children: [], text: '' };
    open.at(-1).children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (text) => { open.at(-1).text += text; });
  parser.on('cdata', (text) => { open.at(-1).text += text; });
  parser.write(xml).close();
  return top.children[0];
}

const states = ['state', 'parallel', 'final'];
const executable = { assign: [], raise: [], send: [], log: [], script: [] };

class Converter {
  constructor(root) {
    Object.assign(this, { root, conditions: [], runs: [], ids: new Map(), paths: {},
                          events: new Set(), anonymous: 0 });
    this.data = [];
  }

  convert() {
    if (this.root.a.binding === 'late') no('late binding of data');
    this.walk(this.root, null, []);
    if (this.ids.size === 2) no('a single state that nothing leaves (refused at load)');
    const chart = { id: 'scxml', version: 1, ...this.state(this.root) };
    // Leads everywhere and never happens: the loader wants every state reached and left.
    chart.on = { ...chart.on, 'never.sent': [...this.ids.values()].filter((n) => n.parent)
      .map((n) => ({ guard: this.condition('false'), target: '.' + n.path.join('.') })) };
    return { yaml: YAML.stringify(chart, { aliasDuplicateObjects: false }),
             conditions: this.conditions, runs: this.runs, data: this.data, leaf: this.paths };
  }

  walk(node, parent, path) {
    if (node.name === 'history') no('history states');
    node.parent = parent;
    node.path = path;
    node.id = parent ? node.a.id ?? `anonymous${this.anonymous++}` : '';
    if (parent && !/^[A-Za-z_][A-Za-z0-9_-]*$/.test(node.id)) no('state ids with other characters');
    this.ids.set(node.id, node);
    this.paths[path.join('.')] = node.id;
    const models = node.children.filter((c) => c.name === 'datamodel');
    for (const data of models.flatMap((c) => c.children)) {
      if (data.a.src) no('data from a file');
      this.system(data.a.expr);
      this.data.push([data.a.id, data.a.expr ?? (data.text.trim() || 'undefined')]);
    }
    for (const child of node.children) {
      if (child.name === 'invoke') no('invoke of another SCXML document');
      if (child.name === 'donedata') no('data of done events');
      if (child.name === 'script') {
        this.data.push([null, child.a.src ? no('scripts from a file') : child.text]);
      }
      if (states.includes(child.name) || child.name === 'history') {
        this.walk(child, node, [...path, child.a?.id ?? `anonymous${this.anonymous}`]);
      }
    }
    node.states = node.children.filter((c) => states.includes(c.name));
  }

  state(node) {
    const out = {};
    if (node.parent) out.id = node.id;
    if (node.name === 'parallel') out.type = 'parallel';
    if (node.name === 'final') out.type = 'final';
    for (const [key, tag] of [['entry', 'onentry'], ['exit', 'onexit']]) {
      const content = node.children.filter((c) => c.name === tag).flatMap((c) => c.children);
      if (content.length) out[key] = this.run(content);
    }
    this.transitions(node, out);
    if (!node.states.length) return out;
    if (node.name !== 'parallel') out.initial = this.initial(node);
    out.states = Object.fromEntries(node.states.map((c) => [c.path.at(-1), this.state(c)]));
    return out;
  }

  initial(node) {
    const element = node.children.find((c) => c.name === 'initial')?.children[0];
    if (element?.children.length) no('actions of an initial transition');
    const target = element?.a.target ?? node.a.initial ?? node.states[0].id;
    const found = this.ids.get(target);
    if (!found || found.parent !== node) no('an initial state deeper than a child');
    return found.path.at(-1);
  }

  transitions(node, out) {
    const on = {}, always = [];
    const before = [];
    for (const t of node.children.filter((c) => c.name === 'transition')) {
      const made = this.transition(node, t);
      if (t.a.event === undefined) {
        if (!made.target) no('an eventless transition without a target (refused at load)');
        if (made.target.includes(`#${node.id}`)) {
          no('an eventless transition to its own state (refused at load)');
        }
        always.push(made);
        continue;
      }
      for (const word of t.a.event.trim().split(/\s+/)) {
        const key = this.descriptor(word);
        for (const earlier of before) {
          const covers = earlier === '*' || (key + '.').startsWith(earlier.slice(0, -1));
          if (earlier !== key && covers) {
            no('a wide descriptor written before a narrow one (XState: the longest first)');
          }
        }
        before.push(key);
        (on[key] ??= []).push(made);
      }
    }
    if (Object.keys(on).length) out.on = on;
    if (always.length) out.always = always;
  }

  // SCXML's "foo" answers to foo and foo.bar, which is XState's "foo.*".
  descriptor(word) {
    let base = word.replace(/\.?\*$/, '').replace(/\.$/, '');
    if (base === '') return '*';
    if (/^done(\.|$)/.test(base)) base = `xstate.${base}`;
    this.events.add(base);
    return `${base}.*`;
  }

  transition(source, t) {
    const out = { guard: this.condition(t.a.cond ?? 'true') };
    if (t.a.target) out.target = this.targets(source, t, out);
    if (t.children.length) out.actions = this.run(t.children);
    return out;
  }

  targets(source, t, out) {
    const nodes = t.a.target.trim().split(/\s+/)
      .map((id) => this.ids.get(id) ?? no('a target that is no state'));
    const inside = (node, above) => {
      while (node && node !== above) node = node.parent;
      return !!node;
    };
    const proper = (node, above) => node !== above && inside(node, above);
    const internal = t.a.type === 'internal' && source.name === 'state' &&
      nodes.every((n) => proper(n, source));
    let common = source.parent;
    while (common && !nodes.every((n) => proper(n, common))) common = common.parent;
    if (!internal && common?.name === 'parallel') {
      no('transitions among the regions of a parallel state (SCXML exits all, XState the region)');
    }
    if (!internal) out.reenter = true;
    return nodes.map((n) => `#${n.id || 'scxml'}`);
  }

  condition(expression) {
    if (/\bIn\s*\(/.test(expression)) no('the In() predicate');
    this.system(expression);
    this.conditions.push(expression);
    return { type: 'cond', params: { nth: String(this.conditions.length - 1) } };
  }
  system(expression) {
    if (/\b_(sessionid|name|ioprocessors|x)\b|\b_event\b(?!\.name\b)/.test(expression ?? '')) {
      no('system variables and data of events');
    }
  }

  run(content) {
    for (const each of content) this.check(each);
    this.runs.push(content);
    return [{ type: 'run', params: { nth: String(this.runs.length - 1) } }];
  }
  check({ name, a, children, text }) {
    if (!(name in executable)) no(`executable content <${name}>`);
    if (name === 'send') {
      const plain = Object.keys(a).every((key) => ['event', 'delay', 'id'].includes(key));
      if (!plain || !a.event || children.length) no('send with a target, data or expressions');
    }
    if (a.src) no('scripts from a file');
    if (name === 'assign' && (children.length || !a.expr)) no('assign of XML');
    for (const key of ['expr', 'location']) this.system(a[key]);
    this.system(text);
  }
}

export const convert = (xml) => new Converter(parse(xml)).convert();
