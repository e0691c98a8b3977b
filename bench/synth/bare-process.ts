import { readFileSync, writeFileSync } from 'node:fs';
import { ApiObject, App, Chart, type ApiObjectProps } from 'cdk8s';
import { loadAll } from 'js-yaml';

// The least that cdk8s takes: the objects of a manifest, so many times over, rendered and written as JSON. Nothing makes them, checks
// them or lays them out. `node bare-process.ts MANIFEST COUNT FILE` prints the seconds of processors that it has used.
const [manifest = '', count, file = ''] = process.argv.slice(2);
const objects = loadAll(readFileSync(manifest, 'utf8')) as ApiObjectProps[];
const app = new App();
const texts = Array.from({ length: Number(count) }, (_, kingdom) => {
  const chart = new Chart(app, `kingdom-${kingdom}`);
  return objects.map((props, at) => JSON.stringify(new ApiObject(chart, `object-${at}`, props).toJson())).join('\n');
});
writeFileSync(file, texts.join('\n'));
const { user, system } = process.cpuUsage();
process.stdout.write(JSON.stringify({ cpu: (user + system) / 1e6 }));
