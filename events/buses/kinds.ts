import { amqp } from './amqp/amqp.ts';
import { azureServiceBus } from './amqp/azure-service-bus.ts';
import { awsSns } from './aws/sns.ts';
import { awsSqs } from './aws/sqs.ts';
import type { BusKind } from './bus.ts';
import { file } from './file.ts';
import { gcpPubSub } from './gcp/pubsub.ts';
import { http } from './http.ts';
import { kafka } from './kafka/kafka.ts';
import { createMemory } from './mem.ts';
import { mqtt } from './mqtt/mqtt.ts';
import { nats } from './nats/nats.ts';
import { rabbit } from './rabbit/rabbit.ts';
import { redis } from './redis/redis.ts';
import { stdout } from './stdout.ts';

/** Every kind of bus that there is. The one memory is what `mem://` means: all in this process share it. */
export const busKinds: readonly BusKind[] = [
  nats,
  kafka,
  rabbit,
  redis,
  amqp,
  azureServiceBus,
  awsSns,
  awsSqs,
  gcpPubSub,
  mqtt,
  http,
  stdout,
  file,
  createMemory(),
];
