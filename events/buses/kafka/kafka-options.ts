import { BusError, type BusContext, type BusKind } from '../bus.ts';
import { needed, titleOf } from '../bus-url.ts';
import { loadLibraries } from '../libraries.ts';

export const kafkaNames: Pick<BusKind, 'schemes' | 'packages' | 'usage'> = {
  schemes: ['kafka'],
  packages: ['@platformatic/kafka'],
  usage: 'kafka://topic',
};

export const loadKafka = () => loadLibraries(kafkaNames, () => import('@platformatic/kafka'));

const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

/** KAFKA_BROKERS, KAFKA_TLS and KAFKA_SASL_{MECHANISM,USERNAME,PASSWORD}. */
export function kafkaOptions({ url, env, timeoutMs = 10_000 }: BusContext) {
  const brokers = needed(env, 'KAFKA_BROKERS', url, 'host:9092,host:9092');
  const { KAFKA_SASL_MECHANISM: named, KAFKA_TLS: tls = '' } = env;
  return {
    clientId: 'civ8s',
    bootstrapBrokers: brokers.split(',').map((broker) => broker.trim()),
    connectTimeout: timeoutMs,
    timeout: timeoutMs,
    ...(['', '0', 'false'].includes(tls) ? {} : { tls: {} }),
    ...(named === undefined || named === '' ? {} : { sasl: saslOf(named, { url, env }) }),
  };
}

function saslOf(named: string, { url, env }: Pick<BusContext, 'url' | 'env'>) {
  const mechanism = MECHANISMS.find((known) => known === named.toUpperCase());
  if (mechanism === undefined)
    throw new BusError(`${titleOf(url)}: KAFKA_SASL_MECHANISM=${named} is not known: use one of ${MECHANISMS.join(', ')}`);
  const username = needed(env, 'KAFKA_SASL_USERNAME', url, 'the name of the account');
  return { mechanism, username, password: needed(env, 'KAFKA_SASL_PASSWORD', url, 'the password of the account') };
}
