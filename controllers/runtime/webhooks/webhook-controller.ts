import { createConditions } from '../../../ground/time/condition.ts';
import { secrets } from '../../../kube/objects/built-in.ts';
import { webhooksOf, type Webhooks } from '../../../webhooks/declared.ts';
import { WEBHOOK_PORT, webhooksName } from '../../../webhooks/manifests.ts';
import { neededAccess } from '../../../webhooks/needed-access.ts';
import { namedWebhooks } from '../../../webhooks/named.ts';
import { createResponder } from '../../../webhooks/respond.ts';
import type { AnyController, Controller, ReconcileContext } from '../definition.ts';
import { defectOf } from '../defect.ts';
import { list, text } from '../flags/flag-values.ts';
import { UsageError } from '../flags/flags.ts';
import { addressOf } from '../tell/probes.ts';
import {
  base64,
  decideAuthorities,
  newAuthority,
  readAuthorities,
  secretData,
  type Authorities,
  type CertificateLives,
} from './authorities.ts';
import { serveWebhooks } from './serve-webhooks.ts';
import { followTellers } from './told.ts';
import { createWebhookServer } from './webhook-server.ts';

const DAY_MS = 86_400_000;
/** A certificate ends before the authority that signed it is forgotten: with the last third of that one's life. */
const LIVES: CertificateLives = { authorityMs: 365 * DAY_MS, servingMs: 30 * DAY_MS };
const KEY = 'authorities';

const flags = {
  'webhook-addr': text({
    value: 'host:port',
    env: ['WEBHOOK_ADDR'],
    fallback: `:${WEBHOOK_PORT}`,
    help: 'where webhooks are served, over TLS',
  }),
  'webhook-hosts': list({ value: 'name', help: 'what else the certificate of the webhooks is for, beside the names of their Service' }),
};

export interface WebhookControllerOptions {
  readonly lives?: CertificateLives;
  /** Told of the port, once it is served. */
  readonly onServed?: (port: number) => void;
  /** Serving them keeps the process alive. @default true */
  readonly keepsAlive?: boolean;
  /** Ends the serving, beside a stop. */
  readonly death?: AbortSignal;
}

/** The controllers, and what serves their webhooks, where they have any. */
export function withWebhooks(
  controllers: readonly AnyController[],
  program: string,
  options?: WebhookControllerOptions,
): readonly AnyController[] {
  const all = webhooksOf(controllers);
  return all.length === 0 ? controllers : [...controllers, createWebhookController(all, program, options)];
}

/** Has every replica serve webhooks, and the leader keep their authority: in a Secret, and in the configurations. */
function createWebhookController(
  all: readonly Webhooks[],
  program: string,
  { lives = LIVES, onServed = () => {}, keepsAlive = true, death = new AbortController().signal }: WebhookControllerOptions = {},
): Controller<typeof flags, string, string> {
  const named = namedWebhooks(all, program);
  const name = webhooksName(program);
  return {
    name: 'webhooks',
    summary: 'serves webhooks and keeps their certificates',
    flags,
    prepare: async (_, { namespace }) => namespace,
    rights: (_, { namespace }) =>
      neededAccess(all, program).map((needed) => ({ ...needed, ...(needed.resource.namespaced && { namespaces: [namespace] }) })),
    setUp({ follow, always, beside, alsoReady, clock, wall, log }, settings, namespace) {
      const address = addressIn(settings['webhook-addr']);
      const changes = createConditions();
      const kept = follow(secrets, {
        namespaces: [namespace],
        fieldSelector: `metadata.name=${name}`,
        keys: () => (changes.changed(), [KEY]),
      });
      const authorities = (): Authorities => readAuthorities(kept.get(`${namespace}/${name}`));
      const tellers = followTellers(named, program, follow, KEY);
      let served = false;
      beside((stop) =>
        serveWebhooks(
          {
            server: createWebhookServer(
              createResponder(named, (error) => log.error({ error, at: defectOf(error)?.at }, 'a conversion has failed')),
              log,
              keepsAlive,
            ),
            address,
            hosts: [`${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`, ...settings['webhook-hosts']],
            authorities,
            changes,
            lives,
            clock,
            wall,
            log,
            onServed(port) {
              served = true;
              onServed(port);
            },
          },
          AbortSignal.any([stop, death]),
        ),
      );
      alsoReady(() =>
        served ? [] : [`webhooks: not served yet: the leader has not put an authority into the Secret ${namespace}/${name}`],
      );
      always(KEY);
      let told = { bundle: '', since: 0 };
      return async (_, { client }: ReconcileContext) => {
        const known = authorities();
        const bundle = base64(known.trusted.join(''));
        const isTold = tellers.hold(bundle);
        if (!isTold || told.bundle !== bundle) told = { bundle: isTold ? bundle : '', since: wall() };
        const step = decideAuthorities(known, { isTold, toldSince: told.since }, wall(), () => newAuthority(program, wall(), lives), lives);
        switch (step.do) {
          case 'wait':
            return { afterMs: step.ms };
          case 'tell':
            await tellers.tell(bundle, client);
            return 'on-change';
          case 'write': {
            const there = kept.get(`${namespace}/${name}`);
            await write(client, { namespace, name }, there?.metadata?.resourceVersion, step.authorities);
            log.info(
              { secret: `${namespace}/${name}` },
              step.authorities.next === undefined ? 'the authority of the webhooks signs' : 'webhooks have a new authority',
            );
            return 'on-change';
          }
        }
      };
    },
  };
}

function addressIn(given: string): NonNullable<ReturnType<typeof addressOf>> {
  const address = addressOf(given);
  if (address === undefined) throw new UsageError(`--webhook-addr is "${given}": it is host:port, or :port for all addresses`);
  return address;
}

async function write(
  client: ReconcileContext['client'],
  name: { readonly namespace: string; readonly name: string },
  version: string | undefined,
  authorities: Authorities,
): Promise<void> {
  const data = secretData(authorities);
  if (version !== undefined) {
    await client.patch(secrets, name, { merge: { metadata: { resourceVersion: version }, data } });
    return;
  }
  const held = Object.fromEntries(Object.entries(data).filter((entry): entry is [string, string] => entry[1] !== null));
  await client.create(secrets, { metadata: name, data: held });
}
