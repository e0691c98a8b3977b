import { issueServer, type CertificateAndKey } from '../../../ground/certificates/certificate.ts';
import { messageOf } from '../../../ground/text/message-of.ts';
import type { Conditions } from '../../../ground/time/condition.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import type { Log } from '../tell/log.ts';
import { renewalOf, type Authorities, type CertificateLives } from './authorities.ts';
import type { WebhookServer } from './webhook-server.ts';

export interface ServingOptions {
  readonly server: WebhookServer;
  readonly address: { readonly host?: string; readonly port: number };
  /** What the certificate is for. */
  readonly hosts: readonly string[];
  readonly authorities: () => Authorities;
  /** Told when these may have changed. */
  readonly changes: Conditions;
  readonly lives: CertificateLives;
  readonly clock: Clock;
  readonly wall: () => number;
  readonly log: Log;
  /** Told of the port, once. */
  readonly onServed: (port: number) => void;
}

interface Shown extends CertificateAndKey {
  readonly authority: string;
}

/** Serves until `stop` aborts: with a certificate of the authority that signs, and with a new one at two thirds of its life. */
export async function serveWebhooks(options: ServingOptions, stop: AbortSignal): Promise<void> {
  const { server, authorities, changes, lives, clock, wall, log, address } = options;
  let shown: Shown | undefined;
  let isListening = false;
  while (!stop.aborted) {
    const fresh = renewed(shown, authorities(), options);
    if (fresh !== undefined && fresh !== shown) {
      server.use(fresh);
      shown = fresh;
      log.info({}, 'webhooks have a new certificate');
    }
    if (shown !== undefined && !isListening) {
      isListening = true;
      const port = await listening(options);
      log.info({ port, host: address.host }, 'webhooks are served');
      options.onServed(port);
    }
    const over = new AbortController();
    const ends = AbortSignal.any([stop, over.signal]);
    const due = shown === undefined ? [] : [clock.pause(Math.max(0, renewalOf(shown.certificate, lives.servingMs) - wall()), ends)];
    await Promise.race([changes.next(ends), ...due]);
    over.abort();
  }
  await server.close();
}

async function listening({ server, address }: ServingOptions): Promise<number> {
  try {
    return await server.listen(address);
  } catch (cause) {
    const where = `${address.host ?? ''}:${address.port}`;
    throw new Error(`cannot serve webhooks at ${where}: ${messageOf(cause)}: give another address by --webhook-addr`, { cause });
  }
}

/** The certificate that is to be shown: the same, while it is fresh and its authority signs. */
function renewed(shown: Shown | undefined, { signing }: Authorities, { hosts, lives, wall }: ServingOptions): Shown | undefined {
  if (signing === undefined) return shown;
  const isFresh = shown?.authority === signing.certificate && renewalOf(shown.certificate, lives.servingMs) > wall();
  return isFresh ? shown : { ...issueServer(signing, hosts, wall(), lives.servingMs), authority: signing.certificate };
}
