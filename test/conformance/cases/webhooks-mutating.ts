import { casesOf } from '../case.ts';
import { APPLY, configMap, MERGE, namespaced } from '../objects.ts';
import type { Session } from '../session.ts';
import { allow, deny, patched, underWebhooks, type HookAnswer, type CaseHook } from '../webhook-talk.ts';

const { succeeds, refuses } = casesOf('admission webhooks');

type Fields = Readonly<Record<string, unknown>>;

const maps = ({ namespace }: Session) => namespaced(namespace, 'configmaps');
const add = (path: string, value: unknown): Fields => ({ op: 'add', path, value });
const labelled = patched(add('/metadata/labels', { by: 'webhook' }));

/** What becomes of a ConfigMap under some webhooks. */
const changed = (does: string, hooks: readonly CaseHook[], make = succeeds) =>
  make(does, (session) =>
    underWebhooks(session, 'Mutating', hooks, async ({ seen }) => {
      await session.ask('POST', maps(session), configMap('new', { data: {} }));
      session.note(
        'the names of what was seen',
        seen.map(({ request }) => request['name']),
      );
    }),
  );
const answered = (does: string, answer: HookAnswer, make = refuses) => changed(does, [{ answer }], make);
const raw = (patch: string, fields: Fields = { patchType: 'JSONPatch' }) =>
  allow({ patch: Buffer.from(patch).toString('base64'), ...fields });

/** Adds one to a counter in the data each time that it is asked, as many times as it may. */
const counting =
  (key: string, most: number): HookAnswer =>
  (review) => {
    const { data = {} } = (review.request['object'] ?? {}) as { readonly data?: Readonly<Record<string, string>> };
    const count = Number(data[key] ?? 0);
    return count >= most ? allow()(review) : patched(add('/data', { ...data, [key]: String(count + 1) }))(review);
  };
const again = { fields: { reinvocationPolicy: 'IfNeeded' } };

export const mutatingWebhookCases = [
  answered('changes what is created', labelled, succeeds),
  changed('changes it one webhook after another', [
    { answer: patched(add('/data', { a: '1' })) },
    { answer: patched({ op: 'copy', from: '/data/a', path: '/data/b' }) },
  ]),
  changed('asks one again that wants to know of later changes', [
    { answer: counting('first', 2), ...again },
    { answer: counting('second', 2) },
  ]),
  changed('asks nobody again who does not want it', [{ answer: counting('first', 2) }, { answer: counting('second', 2) }]),
  changed('asks nobody again because of his own change', [{ answer: counting('first', 2), ...again }]),
  changed('asks each once more, and no more', [
    { answer: counting('first', 3), ...again },
    { answer: counting('second', 3), ...again },
  ]),
  changed('asks nobody again where nothing has changed', [
    { answer: counting('first', 2), ...again },
    { answer: patched({ op: 'test', path: '/data', value: { first: '1' } }) },
  ]),
  answered('refuses', deny({ code: 409, message: 'not now' })),
  answered('passes an empty patch', raw('[]'), succeeds),
  answered('refuses a patch that is not JSON', raw('[}')),
  answered('refuses a patch that is an object', raw('{"op":"add"}')),
  answered('refuses a type of patch that it does not know', raw('[{"op":"add","path":"/data","value":{}}]', { patchType: 'MergePatch' })),
  answered('refuses a patch that does not apply', patched({ op: 'remove', path: '/data/none' })),
  answered('refuses a patch whose test fails', patched({ op: 'test', path: '/data', value: { a: 'b' } })),
  answered('refuses a patch of no type', raw('[]', {})),
  answered('refuses a type of no patch', allow({ patchType: 'JSONPatch' })),
  answered('passes an empty patch of any type', raw('[]', { patchType: 'MergePatch' }), succeeds),
  answered('refuses what a patch has made invalid', patched(add('/metadata/labels', { 'a b': 'c' }))),
  answered('refuses what a patch has made of the wrong type', patched(add('/data', { a: 1 }))),
  answered('drops what a patch adds and the kind does not know', patched(add('/extra', 1)), succeeds),
  answered('lets a patch change the name', patched({ op: 'replace', path: '/metadata/name', value: 'other' }), succeeds),
  changed('refuses where a webhook cannot be reached', [{ clientConfig: { url: 'https://127.0.0.1:1' } }], refuses),
  changed(
    'goes on where one fails that may',
    [{ clientConfig: { url: 'https://127.0.0.1:1' }, fields: { failurePolicy: 'Ignore' } }, { answer: labelled }],
    succeeds,
  ),
  succeeds('is asked before a name is generated, and shown no uid', (session) =>
    underWebhooks(session, 'Mutating', [{ answer: labelled }], async ({ seen }) => {
      await session.ask('POST', maps(session), { metadata: { generateName: 'new-' } });
      session.note('reviews', seen);
    }),
  ),
  succeeds('changes an update, and who owns the fields', (session) =>
    underWebhooks(session, 'Mutating', [{ answer: labelled }], async ({ seen }) => {
      await session.ask('POST', maps(session), configMap('new'));
      await session.ask('PATCH', `${maps(session)}/new?fieldManager=me`, { data: { a: 'b' } }, MERGE);
      session.note('reviews', seen);
    }),
  ),
  succeeds('changes what is applied', (session) =>
    underWebhooks(session, 'Mutating', [{ answer: labelled }], async () => {
      const applied = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'new' }, data: { a: '1' } };
      await session.ask('PATCH', `${maps(session)}/new?fieldManager=me`, applied, APPLY);
      await session.ask('PATCH', `${maps(session)}/new?fieldManager=me`, { ...applied, data: { a: '2' } }, APPLY);
    }),
  ),
  refuses('cannot change a deletion', (session) =>
    underWebhooks(session, 'Mutating', [{ answer: labelled, rule: { operations: ['DELETE'] } }], async () => {
      await session.quietly('POST', maps(session), configMap('new'));
      await session.ask('DELETE', `${maps(session)}/new`);
    }),
  ),
  succeeds('changes a pod, which gets its defaults again', (session) =>
    underWebhooks(
      session,
      'Mutating',
      [{ answer: patched(add('/spec/containers/-', { name: 'side', image: 'side:1' })), rule: { resources: ['pods'] } }],
      async () => {
        const spec = { containers: [{ name: 'main', image: 'civ8s:1' }] };
        const { body } = await session.quietly('POST', namespaced(session.namespace, 'pods'), { metadata: { name: 'p' }, spec });
        session.note('containers', body['spec']?.['containers']);
      },
    ),
  ),
];
