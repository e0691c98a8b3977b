/**
 * Writes the roles and bindings that every cluster has, from a real API server:
 *   KUBEBUILDER_ASSETS=... node scripts/write-bootstrap-roles.ts
 * A test verifies that the committed file is what this writes.
 */
import { writeFileSync } from 'node:fs';
import { startRealApiServer } from '../test/real/kube-apiserver.ts';
import { bootstrapRolesText, ROLES_FILE } from './bootstrap-roles.ts';

const server = await startRealApiServer();
try {
  writeFileSync(ROLES_FILE, await bootstrapRolesText(server));
} finally {
  await server.stop();
}
