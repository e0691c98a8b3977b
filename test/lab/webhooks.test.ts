import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Controller } from '../../controllers/runtime/definition.ts';
import { kind } from '../../kinds/kind.ts';
import { configMaps, secrets, validatingWebhookConfigurations, type ConfigMap } from '../../kube/objects/built-in.ts';
import { keyOf } from '../../kube/objects/resource.ts';
import { startLab, type Lab } from '../../lab/start-lab.ts';
import { answering } from '../controllers/runtime/webhooks/answering.ts';
import { newestRoutes, oldRoutes, routeConversions, routeDefinition, routes } from '../controllers/runtime/webhooks/routes.ts';
import { on, problem } from '../../webhooks/declared.ts';

const Website = kind({ group: 'example.com', version: 'v1', kind: 'Website', spec: z.object({ replicas: z.int() }) });
const HELLO = { namespace: 'shop', name: 'hello' };

const atMostFive = on(Website, ['create', 'update'], ({ object }) =>
  object.spec.replicas > 5 ? problem('spec.replicas', 'is at most 5') : undefined,
);

let lab: Lab;
afterEach(() => lab.stop());
const start = async (...all: readonly Controller[]): Promise<Lab> => {
  lab = await startLab({ kinds: [Website] });
  for (const each of all) await lab.run(each);
  await lab.quiet();
  return lab;
};
const put = (replicas: number) => lab.put(Website, { metadata: HELLO, spec: { replicas } });
const map = (data: Readonly<Record<string, string>>): ConfigMap => ({ metadata: { namespace: 'default', name: 'a' }, data });

describe('the webhooks of a controller, in a lab', () => {
  it('refuse over TLS what a rule does not want, and let pass the rest', async () => {
    await start(answering({ validate: [atMostFive] }));
    await put(5);
    await expect(put(6)).rejects.toMatchObject({
      message: expect.stringContaining(
        'admission webhook "websites.website.example.com" denied the request: spec.replicas: is at most 5',
      ) as unknown,
    });
    expect((await lab.client.get(Website, HELLO)).spec.replicas).toBe(5);
  });

  it('change what is written, and a validating rule sees the change', async () => {
    const seen: unknown[] = [];
    const doubled = on(configMaps, ['create'], ({ object }) => ({ ...object, data: { ...object.data, added: '~/' }, immutable: true }));
    const look = on(configMaps, ['create'], ({ object, old, user, dryRun, operation }) => {
      seen.push(object.data, old, user.name, dryRun, operation);
      return undefined;
    });
    await start(answering({ mutate: [doubled], validate: [look] }));
    const made = await lab.client.create(configMaps, map({ b: '1' }));
    expect([made.data, made.immutable]).toEqual([{ b: '1', added: '~/' }, true]);
    expect(seen).toEqual([{ b: '1', added: '~/' }, undefined, 'admin', false, 'create']);
    await lab.client.create(configMaps, { ...map({}), metadata: { namespace: 'default', name: 'b' } }, { dryRun: true });
    expect(seen.slice(5)).toEqual([{ added: '~/' }, undefined, 'admin', true, 'create']);
  });

  it('are asked about what goes, with what there was', async () => {
    const kept = on(configMaps, ['delete'], ({ old, name }) => (old.data?.['keep'] ? problem('data.keep', `${name} is kept`) : []));
    await start(answering({ validate: [kept] }));
    await lab.client.create(configMaps, map({ keep: 'yes' }));
    const deletion = lab.client.delete(configMaps, { namespace: 'default', name: 'a' });
    await expect(deletion).rejects.toThrow('denied the request: data.keep: a is kept');
  });

  it('say what went wrong in a rule, to who writes and in the log, and the process lives on', async () => {
    const broken = on(configMaps, ['create'], ({ object }) => (object as unknown as { readonly a: { readonly b: undefined } }).a.b);
    await start(answering({ validate: [broken] }));
    await expect(lab.client.create(configMaps, map({}))).rejects.toThrow(
      /failed calling webhook .*the rule configmaps.website.core has failed: Cannot read properties of undefined/,
    );
  });

  it('are answered by each replica: what one no longer serves, another does', async () => {
    lab = await startLab({ kinds: [Website] });
    const first = await lab.run(answering({ validate: [atMostFive] }), { elects: true });
    const second = await lab.run(answering({ validate: [atMostFive] }), { elects: true });
    await lab.pass('1m');
    expect([first.problems(), second.problems()]).toEqual([[], []]);
    await first.die();
    await lab.quiet();
    await put(5);
    await expect(put(6)).rejects.toThrow('is at most 5');
  });

  it('are refused where nobody serves them, and served again by the next process with the same authority', async () => {
    await start();
    const operator = await lab.run(answering({ validate: [atMostFive] }));
    await lab.quiet();
    const bundle = async () =>
      (await lab.client.get(validatingWebhookConfigurations, { name: 'website-webhooks' })).webhooks?.[0]?.clientConfig.caBundle;
    const before = await bundle();
    await operator.stop();
    await lab.quiet();
    await expect(put(1)).rejects.toThrow('failed calling webhook "websites.website.example.com"');
    await lab.run(answering({ validate: [atMostFive] }));
    await lab.quiet();
    await put(1);
    expect(await bundle()).toBe(before);
  });

  it('convert versions, also over one between, while a controller follows a version that is not stored', async () => {
    lab = await startLab({ definitions: [routeDefinition] });
    await lab.client.create(oldRoutes, { metadata: { namespace: 'default', name: 'a' }, spec: { to: 'a:80' } });
    const seen: unknown[] = [];
    const operator = await lab.run({
      ...answering({ convert: routeConversions }),
      setUp({ follow }) {
        const all = follow(newestRoutes, { keys: ({ object }) => [keyOf(object)] });
        return async (key) => {
          seen.push(all.get(key)?.spec);
          return 'on-change';
        };
      },
    });
    await lab.pass('5m');
    expect([seen, operator.problems()]).toEqual([[{ target: { host: 'a', port: 80 } }], []]);
    await lab.put(newestRoutes, { metadata: { namespace: 'default', name: 'b' }, spec: { target: { host: 'b', port: 81 } } });
    await lab.quiet();
    expect(seen.slice(1)).toEqual([{ target: { host: 'b', port: 81 } }]);
    const { items } = await lab.client.list(routes, { namespace: 'default' });
    expect(items.map(({ spec }) => spec)).toEqual([
      { host: 'a', port: 80 },
      { host: 'b', port: 81 },
    ]);
    expect((await lab.client.get(oldRoutes, { namespace: 'default', name: 'b' })).spec).toEqual({ to: 'b:81' });
    await lab.client.create(oldRoutes, { metadata: { namespace: 'default', name: 'c' }, spec: { to: 'c' } });
    await expect(lab.client.get(routes, { namespace: 'default', name: 'c' })).rejects.toThrow(
      'conversion webhook for example.com/v1, Kind=Route failed: "c" has no port',
    );
  });

  it('have their authority in a Secret, and renew it while years pass', async () => {
    await start(answering({ validate: [atMostFive] }));
    const held = async () => (await lab.client.get(secrets, { namespace: 'default', name: 'website-webhooks' })).data ?? {};
    const before = await held();
    expect(Object.keys(before).sort()).toEqual(['ca.crt', 'signing.crt', 'signing.key']);
    await lab.pass('20000h');
    expect((await held())['signing.crt']).not.toBe(before['signing.crt']);
    await put(5);
    await expect(put(6)).rejects.toThrow('is at most 5');
  });
});
