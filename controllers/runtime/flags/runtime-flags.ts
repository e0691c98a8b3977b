import { choice, count, duration, text, toggle } from './flag-values.ts';
import type { Settings } from './flags.ts';
import { LOG_FORMATS, LOG_LEVELS } from '../tell/log.ts';

/** What every controller can be told. */
export const runtimeFlags = {
  kubeconfig: text({
    value: 'file',
    help: "how to reach the cluster; without it KUBECONFIG, else ~/.kube/config, else the pod's own service account",
  }),
  context: text({ value: 'name', help: 'which context of the kubeconfig' }),
  server: text({
    value: 'url',
    env: ['API_SERVER'],
    help: 'another address of the API server; an http:// address is taken for a proxy such as kubectl proxy, which signs in by itself: no token is sent there, and no kubeconfig is read',
  }),
  'http-addr': text({
    value: 'host:port',
    env: ['HTTP_ADDR'],
    fallback: ':9090',
    help: 'where /healthz, /readyz, /metrics and /why are served; empty: nowhere',
  }),
  'leader-elect': choice({
    words: ['auto', 'true', 'false'],
    env: ['LEADER_ELECT'],
    fallback: 'auto',
    help: 'one replica acts and the others stand by; auto: where the cluster grants the Lease',
  }),
  'lease-namespace': text({
    value: 'namespace',
    env: ['POD_NAMESPACE'],
    help: "where the Lease is; without it the namespace of the kubeconfig's context",
  }),
  'lease-duration': duration({
    env: ['LEASE_DURATION'],
    fallback: '15s',
    help: 'how long stand-bys wait after the leader last renewed',
  }),
  'renew-deadline': duration({
    env: ['RENEW_DEADLINE'],
    fallback: '10s',
    help: 'how long the leader goes on without a successful renewal',
  }),
  'retry-period': duration({ env: ['RETRY_PERIOD'], fallback: '2s', help: 'the time between two attempts to acquire or renew the Lease' }),
  workers: count({ least: 1, env: ['WORKERS'], fallback: 16, help: 'how many objects are reconciled at once' }),
  'reconcile-timeout': duration({ env: ['RECONCILE_TIMEOUT'], fallback: '60s', help: 'how long one reconcile may take' }),
  resync: duration({ env: ['RESYNC'], fallback: '10h', help: 'how often everything is reconciled again without a change; 0: never' }),
  'stale-after': duration({ env: ['STALE_AFTER'], fallback: '15s', help: 'how long it stays ready without a word from the API server' }),
  'drain-timeout': duration({
    env: ['DRAIN_TIMEOUT'],
    fallback: '20s',
    help: 'how long work in flight may take to finish after a stop signal',
  }),
  'log-level': choice({
    words: LOG_LEVELS,
    also: { trace: 'debug', warning: 'warn', fatal: 'error', panic: 'error' },
    env: ['LOG_LEVEL'],
    fallback: 'info',
    help: 'the lowest level that is logged',
  }),
  'log-format': choice({
    words: LOG_FORMATS,
    also: { '': 'auto' },
    env: ['LOG_FORMAT'],
    fallback: 'auto',
    help: 'auto: text for a terminal, JSON elsewhere',
  }),
  debug: toggle({ help: 'as --log-level=debug' }),
};

export type RuntimeSettings = Settings<typeof runtimeFlags>;
