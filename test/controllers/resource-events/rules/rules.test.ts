import { describe, expect, it } from '@jest/globals';
import { isOwn } from '../../../../controllers/resource-events/rules/own-objects.ts';
import { readRules } from '../../../../controllers/resource-events/rules/read-rules.ts';
import { resourceRules } from '../../../../controllers/resource-events/rules/resource-rules.ts';
import { resourceWord, resourceWordProblem } from '../../../../controllers/resource-events/rules/resource-words.ts';
import type { ChangedResource } from '../../../../events/resource-change.ts';
import { objectOf, SECRETS } from '../objects.ts';

const named = (word: string): ChangedResource => {
  const [plural = '', ...group] = word.split('.');
  return { group: group.join('.'), version: 'v1', plural, kind: 'Thing' };
};
const rulesOf = (yaml: string, include: readonly string[] = [], exclude: readonly string[] = []) => {
  const read = readRules(yaml);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const what = { include: include.map(resourceWord), exclude: exclude.map(resourceWord), rules: read.value };
  return (word: string) => resourceRules(what, named(word));
};

describe('words for resources', () => {
  it.each([
    ['deployments.apps', ['deployments.apps'], ['deployments', 'deployments.extensions', 'deployments.apps.example.com']],
    ['pods', ['pods'], ['pods.metrics.k8s.io']],
    ['*.batch', ['jobs.batch', 'cronjobs.batch'], ['pods', 'jobs.batch.volcano.sh']],
    ['*.example.com', ['widgets.example.com'], ['widgets.sub.example.com']],
    ['*', ['pods', 'jobs.batch'], []],
    ['replica*.apps', ['replicasets.apps'], ['deployments.apps']],
  ])('%s', (word, yes, no) => {
    expect(yes.filter((resource) => !resourceWord(word).matches(named(resource)))).toEqual([]);
    expect(no.filter((resource) => resourceWord(word).matches(named(resource)))).toEqual([]);
  });

  it.each(['', 'Pods', 'apps/v1', 'pods.', '.apps', 'a b'])('"%s" is not one', (word) =>
    expect(resourceWordProblem(word)).toBe('does not name resources: write deployments.apps, pods, *.batch or *'),
  );
});

describe('rules', () => {
  it('the first that matches decides, and without one all is published', () => {
    const rules = rulesOf(`
- { resources: [pods], namespaces: [kube-*], mode: drop }
- { resources: [pods], selector: "app in (web, api),!old", mode: reference }
- { resources: ["*"], namespaces: [team-a], mode: metadata }
`);
    const modeOf = (word: string, metadata: object) => rules(word).ruleFor(objectOf(1, {}, metadata)).mode;
    expect(modeOf('pods', { namespace: 'kube-system', labels: { app: 'web' } })).toBe('drop');
    expect(modeOf('pods', { labels: { app: 'api' } })).toBe('reference');
    expect(modeOf('pods', { labels: { app: 'api', old: '' } })).toBe('full');
    expect(modeOf('pods', { namespace: 'team-a', labels: { app: 'other' } })).toBe('metadata');
    expect(modeOf('nodes', { namespace: undefined })).toBe('full');
  });

  it.each([
    ['app=web', { app: 'web' }, { app: 'api' }],
    ['app==web', { app: 'web' }, {}],
    ['app!=web', {}, { app: 'web' }],
    ['app', { app: '' }, { other: 'x' }],
    ['!app', { other: 'x' }, { app: '' }],
    ['app notin (a,b)', { app: 'c' }, { app: 'a' }],
    ['example.com/team = a , tier', { 'example.com/team': 'a', tier: 'x' }, { 'example.com/team': 'a' }],
  ])('select by %s', (selector, yes, no) => {
    const ruleFor = rulesOf(JSON.stringify([{ resources: ['pods'], selector, mode: 'drop' }]))('pods').ruleFor;
    expect([yes, no].map((labels) => ruleFor(objectOf(1, {}, { labels })).mode)).toEqual(['drop', 'full']);
  });

  it('say all that is wrong with them, each with its path', () => {
    const read = readRules(`
- resources: [Pods, pods]
  namespaces: ["Team A"]
  selector: "a in b"
  events: [create]
  mode: metdata
  ignore: [status, /a~b]
  redact: ["/metadata/*", "/*"]
  sample: 1.5
  then: maybe
  modes: full
- resources: []
- pods
- { resources: [secrets], redact: [], ignore: [] }
`);
    expect(read).toEqual({
      ok: false,
      problems: [
        '[0].modes: is unknown here: write mode',
        '[0].resources[0]: "Pods" does not name resources: write deployments.apps, pods, *.batch or *',
        '[0].namespaces[0]: "Team A" does not name namespaces: use lower-case letters, digits and "-", and * for any text',
        '[0].selector: is "a in b": give a label selector such as app=web,tier!=test or "app in (a, b)"',
        '[0].events[0]: "create" is unknown here: write created',
        '[0].mode: "metdata" is unknown here: write metadata',
        '[0].ignore[0]: "status" does not begin with "/": write it as /metadata/annotations/example.com~1team',
        '[0].ignore[1]: "/a~b" has a "~" that stands for nothing: write "~0" for "~", and "~1" for "/"',
        '[0].redact[0]: "/metadata/*" would redact /metadata/name, which every message needs: name what is to be hidden',
        '[0].redact[1]: "/*" would redact /apiVersion, which every message needs: name what is to be hidden',
        '[0].sample: is 1.5: give a number from 0 to 1',
        '[0].then: is "maybe": give true or false',
        '[1].resources: is an empty list: give a list of resources such as deployments.apps',
        '[2]: is "pods": give an object with resources and what is to happen to them',
      ],
    });
  });

  it.each([
    ['a: [', 'rules: cannot be read as YAML'],
    ['a: 1', 'rules: is an object: give a list of rules'],
    ['[*a]', 'rules: cannot be read as YAML'],
  ])('of the file %j say what it is', (text, problem) => {
    const read = readRules(text);
    expect(read.ok ? [] : read.problems).toEqual([expect.stringContaining(problem)]);
  });

  it.each(['', '# nothing\n', '[]'])('may be none at all: %j', (text) => expect(readRules(text)).toEqual({ ok: true, value: [] }));
});

describe('what is followed', () => {
  it('is everything but noise', () => {
    const rules = rulesOf('');
    expect(
      ['pods', 'events', 'events.events.k8s.io', 'leases.coordination.k8s.io', 'endpoints', 'endpointslices.discovery.k8s.io'].filter(
        (word) => rules(word).followed,
      ),
    ).toEqual(['pods']);
  });

  it('is what is included, noise too, and not what is excluded', () => {
    const rules = rulesOf('', ['*.apps', 'leases.coordination.k8s.io'], ['replicasets.apps']);
    expect(['deployments.apps', 'replicasets.apps', 'pods', 'leases.coordination.k8s.io'].filter((word) => rules(word).followed)).toEqual([
      'deployments.apps',
      'leases.coordination.k8s.io',
    ]);
  });

  it('is noise that a rule names, and not what a rule drops altogether', () => {
    const rules = rulesOf(`
- { resources: [events] }
- { resources: [pods], namespaces: [a], mode: full }
- { resources: [pods, nodes], mode: drop }
- { resources: ["*"], mode: metadata }
`);
    expect(['events', 'pods', 'nodes', 'leases.coordination.k8s.io'].filter((word) => rules(word).followed)).toEqual(['events', 'pods']);
  });

  it('is asked for as metadata where nothing else is ever needed', () => {
    const rules = rulesOf(`
- { resources: [a], mode: metadata }
- { resources: [b], mode: reference, ignore: [/status] }
- { resources: [c], namespaces: [x], mode: metadata }
- { resources: [d], namespaces: [x], mode: reference }
- { resources: [d], mode: drop }
`);
    expect(['a', 'b', 'c', 'd', 'e'].map((word) => rules(word).representation)).toEqual([
      'metadata',
      'whole',
      'whole',
      'metadata',
      'whole',
    ]);
  });

  it('has a hash that changes with what is chosen, and with nothing else', () => {
    const hash = (rule: object) => rulesOf(JSON.stringify([{ resources: ['pods'], ...rule }]))('pods').selectionHash;
    expect(hash({ mode: 'full' })).toBe(hash({ mode: 'metadata', ignore: ['/status'], sample: 0.5, then: false }));
    const hashes = [hash({}), hash({ mode: 'drop' }), hash({ namespaces: ['a'] }), hash({ selector: 'a=b' })];
    expect(new Set(hashes).size).toBe(4);
  });
});

describe('Secrets', () => {
  it.each([
    ['{ resources: [secrets], mode: full, redact: [] }', true],
    ['{ resources: [secrets], mode: full }', false],
    ['{ resources: [secrets], redact: [] }', false],
    ['{ resources: ["*"], mode: full, redact: [] }', false],
    ['{ resources: [secrets, pods], mode: full, redact: [] }', false],
    ['{ resources: [secrets], mode: full, redact: [/data/a] }', false],
  ])('are clear by a rule that says all of it: %s is %s', (rule, clear) =>
    expect(rulesOf(`[${rule}]`)('secrets').ruleFor(objectOf(1)).clearSecrets).toBe(clear),
  );
});

describe('our own objects', () => {
  const own = {
    namespace: 'civ-system',
    leases: ['civ8s-resource-events'],
    configMaps: ['civ8s-resource-events'],
    reporter: 'civ8s-resource-events',
  };
  const at = (namespace: string, name: string) => objectOf(1, {}, { namespace, name });
  it.each([
    ['leases.coordination.k8s.io', at('civ-system', 'civ8s-resource-events'), true],
    ['configmaps', at('civ-system', 'civ8s-resource-events'), true],
    ['configmaps', at('other', 'civ8s-resource-events'), false],
    ['secrets', at('civ-system', 'civ8s-resource-events'), false],
    ['events', objectOf(1, { source: { component: 'civ8s-resource-events' } }), true],
    ['events', objectOf(1, { source: { component: 'kubelet' } }), false],
    ['events.events.k8s.io', objectOf(1, { reportingController: 'civ8s-resource-events' }), true],
  ])('%s %#', (word, object, expected) => expect(isOwn(own, named(word), object)).toBe(expected));

  it('do not include Secrets', () => expect(isOwn(own, SECRETS, at('civ-system', 'civ8s-resource-events'))).toBe(false));
});
