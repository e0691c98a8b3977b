import { kind, type Of } from 'civ8s/kinds';
import { z } from 'zod';

export const Website = kind({
  group: 'example.com',
  version: 'v1',
  kind: 'Website',
  spec: z.object({ html: z.string().max(100_000), replicas: z.int().min(0).max(10).default(1) }),
  status: z.object({ readyReplicas: z.int().optional() }),
  conditions: ['Ready'],
  columns: { Ready: '.status.readyReplicas' },
});
export type Website = Of<typeof Website>;
