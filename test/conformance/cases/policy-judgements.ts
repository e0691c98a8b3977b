import { casesOf } from '../case.ts';
import { configMap, MERGE } from '../objects.ts';
import { underPolicy } from '../policy-talk.ts';
import type { Session } from '../session.ts';

const { succeeds, refuses } = casesOf('policy expressions');

type Fields = Readonly<Record<string, unknown>>;

const mapsOf = ({ namespace }: Session) => `/api/v1/namespaces/${namespace}/configmaps`;
const SAMPLE = { data: { a: '1', b: 'two' } };

/** What the policy makes of a new ConfigMap. */
const creates = (does: string, spec: Fields & { readonly validations?: readonly Fields[] }, bound: Fields = {}, make = refuses) =>
  make(does, (session) =>
    underPolicy(session, spec, async () => void (await session.ask('POST', mapsOf(session), configMap('one', SAMPLE))), bound),
  );
const judged = (does: string, expression: string) => creates(does, { validations: [{ expression }] });
const passes = (does: string, expression: string) => creates(does, { validations: [{ expression }] }, {}, succeeds);

/** What policies make of requests. */
export const judgementCases = [
  judged('refuses with the expression', 'object.data.size() > 5'),
  creates('refuses with the message', { validations: [{ expression: 'false', message: 'not today' }] }),
  creates('refuses with a computed message', {
    validations: [{ expression: 'false', message: 'plain', messageExpression: "'not ' + object.metadata.name" }],
  }),
  creates('falls back to the message', {
    validations: [{ expression: 'false', message: 'plain', messageExpression: 'string(object.nothing.there)' }],
  }),
  ...['Forbidden', 'RequestEntityTooLarge', 'Invalid'].map((reason) =>
    creates(`refuses because of ${reason}`, { validations: [{ expression: 'false', message: 'no', reason }] }),
  ),
  judged('refuses what it cannot judge', 'object.spec.replicas > 1'),
  creates(
    'lets pass what it cannot judge, if so told',
    { failurePolicy: 'Ignore', validations: [{ expression: 'object.x.y > 1' }] },
    {},
    succeeds,
  ),
  judged('tells of an old object that is not there', 'oldObject.metadata.name == "a"'),
  judged('tells of numbers beside texts', 'object.data.a + 1 == 2'),
  judged('tells of a division by nothing', '1 / (object.data.size() - 2) == 1'),
  judged('tells of an index out of range', '["a"][object.data.size()] == "a"'),
  judged('tells of a bad number', 'int(object.data.b) == 1'),
  judged('tells of a bad quantity', 'quantity(object.data.b).isGreaterThan(quantity("1"))'),
  judged('tells of no optional value', 'object.?nothing.value() == 1'),
  judged('tells of too much work', 'lists.range(2000).all(a, lists.range(2000).all(b, a + b >= 0))'),
  passes('makes up for errors with what is settled', 'object.x.y == 1 || object.data.a == "1"'),
  passes('knows texts', 'object.data.b.upperAscii() == "TWO" && object.data.b.indexOf("w") == 1 && "a,b".split(",").join("") == "ab"'),
  passes('knows lists', '[3, 1, 2].sort() == [1, 2, 3] && [1, 2].sum() == 3 && [1, 2].isSorted() && [1, 1].distinct() == [1]'),
  passes('knows sets', 'sets.contains([1, 2], [1]) && sets.equivalent([1, 2], [2, 1]) && sets.intersects([1], [1, 2])'),
  passes('knows patterns', '"abc123".find("[0-9]+") == "123" && "a1b2".findAll("[0-9]") == ["1", "2"] && "abc".matches("^a.c$")'),
  passes('knows quantities', 'quantity("1Gi").isGreaterThan(quantity("1G")) && quantity("1500m").add(quantity("500m")).asInteger() == 2'),
  passes('knows addresses', 'ip("10.0.0.1").family() == 4 && cidr("10.0.0.0/8").containsIP("10.1.2.3") && isIP("::1")'),
  passes('knows URLs', 'url("https://a.b:80/c?d=e").getHost() == "a.b:80" && url("/c").getEscapedPath() == "/c"'),
  passes('knows versions', 'semver("1.2.3").isLessThan(semver("1.10.0")) && isSemver("1.2.3-rc.1") && semver("v1", true).minor() == 0'),
  passes('knows formats', 'format.dns1123Label().validate("a-b").hasValue() == false && format.named("uuid").hasValue()'),
  passes('knows times', 'timestamp("2026-01-01T00:00:00Z") + duration("1h") == timestamp("2026-01-01T01:00:00Z")'),
  passes('knows loops with two names', '{"a": 1}.transformMap(k, v, v + 1) == {"a": 2} && [4].transformList(i, v, i + v) == [4]'),
  passes('formats', '"%s has %d, %.2f, %x".format(["a", 1, 1.5, 255]) == "a has 1, 1.50, ff"'),
  passes(
    'knows who asks for what',
    'request.operation == "CREATE" && request.kind.kind == "ConfigMap" && request.resource.resource == "configmaps" && request.name == "one" && request.namespace == object.metadata.namespace && !request.dryRun && "system:masters" in request.userInfo.groups',
  ),
  passes('knows the namespace', 'namespaceObject.metadata.name == request.namespace && namespaceObject.status.phase == "Active"'),
  passes('asks for rights', 'authorizer.group("").resource("pods").namespace("default").check("create").allowed()'),
  creates('computes variables', {
    variables: [
      { name: 'keys', expression: 'object.data.map(k, k)' },
      { name: 'count', expression: 'variables.keys.size()' },
    ],
    validations: [{ expression: 'variables.count > 5', messageExpression: '"%d keys".format([variables.count])' }],
  }),
  creates('tells of a variable that fails', {
    variables: [{ name: 'a', expression: 'object.x.y' }],
    validations: [{ expression: 'variables.a == 1' }],
  }),
  creates('warns', { validations: [{ expression: 'false', message: 'better not' }] }, { validationActions: ['Warn'] }, succeeds),
  creates('only notes', { validations: [{ expression: 'false', message: 'noted' }] }, { validationActions: ['Audit'] }, succeeds),
  refuses('judges an update', (session) =>
    underPolicy(
      session,
      { validations: [{ expression: 'oldObject == null || object.data.a == oldObject.data.a', message: 'a stays' }] },
      async () => {
        await session.ask('POST', mapsOf(session), configMap('one', SAMPLE));
        await session.ask('PATCH', `${mapsOf(session)}/one`, { data: { c: '3' } }, MERGE);
        await session.ask('PATCH', `${mapsOf(session)}/one`, { data: { a: '2' } }, MERGE);
        await session.ask('PATCH', `${mapsOf(session)}/one?dryRun=All`, { data: { a: '2' } }, MERGE);
      },
    ),
  ),
];
