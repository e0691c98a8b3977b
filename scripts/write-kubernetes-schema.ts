/**
 * Writes what the embedded API server knows of Kubernetes' own kinds, from a real API server and the Go modules:
 *   KUBEBUILDER_ASSETS=... node scripts/write-kubernetes-schema.ts
 * The test beside it verifies that the committed files are what this writes.
 */
import { writeFileSync } from 'node:fs';
import { startRealApiServer } from '../test/real/kube-apiserver.ts';
import { GO_FIELDS_FILE, goFieldsText } from './kubernetes-schema/go-modules.ts';
import { readSchemaText, SCHEMA_FILE } from './kubernetes-schema/read-schema.ts';

const server = await startRealApiServer();
try {
  writeFileSync(SCHEMA_FILE, await readSchemaText(server));
} finally {
  await server.stop();
}
const fields = await goFieldsText();
if (fields === undefined)
  console.error(
    'The Go module cache has no k8s.io/api of that version: the protobuf numbers stay as they are. `go mod download` brings it.',
  );
else writeFileSync(GO_FIELDS_FILE, fields);
