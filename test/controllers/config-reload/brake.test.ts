import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { configMaps, cronJobs, deployments, events, type Deployment } from '../../../kube/objects/built-in.ts';
