import { casesOf } from '../case.ts';
import { POLICIES, policy } from '../policy-talk.ts';

const { succeeds, refuses } = casesOf('policy expressions');

type Fields = Readonly<Record<string, unknown>>;

const asked = (does: string, spec: Fields, make = refuses) =>
  make(does, async ({ ask, namespace }) => {
    await ask('POST', `${POLICIES}?dryRun=All`, policy(`p-${namespace}`, spec));
  });
const validation = (does: string, expression: string) => asked(`refuses ${does}`, { validations: [{ expression }] });

/** Expressions that do not compile, and why. */
export const expressionCases = [
  asked(
    'creates a policy with all kinds of expressions',
    {
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
      variables: [
        { name: 'limit', expression: 'int(params.data.limit)' },
        { name: 'twice', expression: 'variables.limit * 2' },
      ],
      matchConditions: [{ name: 'not-system', expression: "!('system:masters' in request.userInfo.groups)" }],
      auditAnnotations: [{ key: 'limit', valueExpression: "'limit ' + string(variables.twice)" }],
      validations: [
        { expression: 'object.data.size() <= variables.twice', messageExpression: "'at most ' + string(variables.twice)" },
        { expression: "authorizer.requestResource.check('approve').allowed()", reason: 'Forbidden' },
      ],
    },
    succeeds,
  ),
  validation('what ends too early', 'object.spec.replicas >'),
  validation('what is not closed', '(object.spec.replicas > 1'),
  validation('a single equals sign', 'object.spec.replicas = 1'),
  validation('what follows the end', 'true false'),
  validation('a sign too many', 'object.a ++ 1 > 0'),
  validation('a text without an end', "object.a == 'abc"),
  validation('a path that ends in a dot', 'object.metadata.'),
  validation('a reserved word', 'var == 1'),
  validation('an unknown name', 'objct.metadata.name == "a"'),
  validation('two unknown names', 'a && b'),
  validation('an unknown function', 'object.metadata.name.begins("a")'),
  validation('an unknown field of the request', 'request.username == "a"'),
  validation('an unknown field of the user', 'request.userInfo.name == "a"'),
  validation('an unknown field of the namespace', 'namespaceObject.metadata.uid == "a"'),
  validation('variables where there are none', 'variables.a == 1'),
  validation('parameters where there are none', 'params.data.a == "1"'),
  validation('what yields no truth', 'object.metadata.name + "a"'),
  validation('what may yield anything', 'object.metadata'),
  validation('numbers beside texts', '1 + "a" == 2'),
  validation('a comparison of unlike types', '1 == "a"'),
  validation('a list of unlike items', '[1, "a"].size() == 2'),
  validation('a loop over a number', '1.all(x, x > 0)'),
  validation('a loop without a name', '[1].all(1, true)'),
  validation('a condition that is no truth', '[1].all(x, x + 1)'),
  validation('has of something else', 'has(object)'),
  validation('a bad pattern', 'object.metadata.name.matches("(")'),
  validation('a bad duration', 'duration("soon") < duration("1h")'),
  validation('a bad timestamp', 'timestamp("today") < timestamp("2026-01-01T00:00:00Z")'),
  validation('a number that is none', 'int("a") == 1'),
  validation('a format that does not fit', '"%d".format(["a"]) == "a"'),
  validation('cel.bind', 'cel.bind(x, 1, x == 1)'),
  validation('an overload that there is not', '"a".startsWith(1)'),
  validation('a ternary of unlike branches', 'true ? 1 : "a"'),
  validation('arithmetic with quantities', 'quantity("1") + quantity("2") == quantity("3")'),
  validation('a line of several', 'true &&\n  objct == 1'),
  asked('refuses an unknown name of a condition', { matchConditions: [{ name: 'a', expression: 'objct == 1' }] }),
  asked('refuses a condition that yields text', { matchConditions: [{ name: 'a', expression: '"a"' }] }),
  asked('refuses a condition with variables', {
    variables: [{ name: 'a', expression: '1' }],
    matchConditions: [{ name: 'a', expression: 'variables.a == 1' }],
  }),
  asked('refuses a variable that does not compile', { variables: [{ name: 'a', expression: 'objct' }] }),
  asked('refuses a variable before it is there', {
    variables: [
      { name: 'a', expression: 'variables.b' },
      { name: 'b', expression: '1' },
    ],
  }),
  asked('knows the types of variables', {
    variables: [{ name: 'a', expression: '1' }],
    validations: [{ expression: 'variables.a == "1"' }],
  }),
  asked('refuses an unknown variable', {
    variables: [{ name: 'a', expression: '1' }],
    validations: [{ expression: 'variables.b == 1' }],
  }),
  asked('refuses a message that is no text', { validations: [{ expression: 'true', messageExpression: '1' }] }),
  asked('refuses a message that asks for rights', {
    validations: [{ expression: 'true', messageExpression: 'string(authorizer.path("/").check("get").allowed())' }],
  }),
  asked('refuses an annotation that is no text', { auditAnnotations: [{ key: 'a', valueExpression: '1' }] }),
  asked('takes an annotation that is nothing', { auditAnnotations: [{ key: 'a', valueExpression: 'null' }] }, succeeds),
  asked('takes optional values', { validations: [{ expression: 'object.?spec.?replicas.orValue(1) > 0' }] }, succeeds),
  asked('takes loops over maps with two names', { validations: [{ expression: 'object.data.all(k, v, k != v)' }] }, succeeds),
];
