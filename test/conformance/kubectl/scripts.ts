import { accessScript } from './scripts/access.ts';
import { clusterScript } from './scripts/cluster.ts';
import { configurationScript } from './scripts/configuration.ts';
import { definitionScript } from './scripts/definitions.ts';
import { limitScript } from './scripts/limits.ts';
import { podScript } from './scripts/pods.ts';
import { refusalScript } from './scripts/refusals.ts';
import { serviceScript } from './scripts/services.ts';
import { workloadScript } from './scripts/workloads.ts';
import type { Script } from './script.ts';

export const SCRIPTS: readonly Script[] = [
  configurationScript,
  workloadScript,
  podScript,
  serviceScript,
  accessScript,
  clusterScript,
  definitionScript,
  limitScript,
  refusalScript,
];
