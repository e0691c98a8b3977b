import { Counter } from 'prom-client';
import { alertBody, isAccepted, sinkOf, type AlertSubject } from './alert-text.ts';
import type { ReloadSettings } from '../flags.ts';
import type { ReloadParts } from '../seen/reload-key.ts';
import { createOutbox } from './outbox.ts';
import { createReceiver } from './post.ts';

/** So many wait at most; more are dropped, which is counted and said. */
const LIMIT = 1_000;
/** At a stop, those that wait are worth so much time. */
const FAREWELL_MS = 2_000;

/** Tells a chat, or whatever else listens, of a reload. Never waits and never fails: reloads go on. */
export type Alert = (about: AlertSubject) => void;

/** Alerts as the settings want them. */
export function alertsOf(
  { log, clock, metrics, beside }: Pick<ReloadParts, 'log' | 'clock' | 'metrics' | 'beside'>,
  settings: ReloadSettings,
): Alert {
  const url = settings['alert-webhook-url'];
  if (!settings['alert-on-reload']) return () => {};
  if (url.trim() === '') {
    log.warn({}, 'no alerts are sent: --alert-on-reload has no effect without --alert-webhook-url');
    return () => {};
  }
  const sink = sinkOf(settings['alert-sink']);
  const receiver = createReceiver({
    url,
    flag: '--alert-webhook-url',
    proxy: settings['alert-webhook-proxy'],
    proxyFlag: '--alert-webhook-proxy',
    clock,
  });
  const total = new Counter({
    registers: [metrics],
    name: 'civ_alerts_total',
    help: 'Alerts, by what became of them',
    labelNames: ['result'],
  });
  for (const result of ['delivered', 'failed', 'dropped']) total.inc({ result }, 0);
  let full = false;

  const outbox = createOutbox<AlertSubject>({
    limit: LIMIT,
    farewellMs: FAREWELL_MS,
    clock,
    async send(about, signal) {
      const { text, contentType } = alertBody(about, sink, settings['alert-additional-info']);
      const title = { workload: `${about.kind} ${about.namespace}/${about.name}` };
      const problem = await receiver.post(text, contentType, signal).then(
        (status) => (isAccepted(sink, status) ? undefined : { status }),
        (error: unknown) => ({ error }),
      );
      total.inc({ result: problem === undefined ? 'delivered' : 'failed' });
      if (problem !== undefined) log.warn({ ...title, ...problem }, 'alert not delivered');
    },
  });
  beside(async (stop) => {
    const left = await outbox.run(stop);
    total.inc({ result: 'dropped' }, left);
    if (left > 0) log.warn({ alerts: left }, 'alerts are lost: they could not be sent before the end');
    await receiver.close();
  });
  return (about) => {
    const taken = outbox.put(about);
    if (!taken) total.inc({ result: 'dropped' });
    if (!taken && !full) log.warn({ waiting: LIMIT }, 'alerts are dropped: too many wait to be sent');
    full = !taken;
  };
}
