import { App, Chart, Duration } from 'cdk8s';
import { ConfigMap, Namespace, Probe, Protocol, ServiceAccount, Volume } from 'cdk8s-plus-28';
import { ConfigWatcher } from '../../constructs/config-watcher.ts';
import { LabelledDeployment } from '../../constructs/labelled-deployment.ts';
import { renderCharts } from '../../constructs/render-charts.ts';
import { podSecurityLabels } from '../../constructs/restricted.ts';

export const MILL = 'mill';
export const MILLERS = 3;
/** What `ConfigWatcher` calls its Deployment. */
export const WATCHER = 'watcher';

/**
 * A namespace with three workers that a budget keeps, a ConfigMap that asks for their replacement,
 * and the controller that sees to it, with rights there alone.
 */
export function millIn(namespace: string): string {
  const app = new App();
  const chart = new Chart(app, namespace, { disableResourceNameHashes: true });
  new Namespace(chart, 'namespace', { metadata: { name: namespace, labels: podSecurityLabels } });
  const directions = new ConfigMap(chart, 'directions', {
    metadata: { name: MILL, namespace, annotations: { 'magalix.com/podDeleteMatch': `app=${MILL}` } },
    data: { 'directions.json': JSON.stringify([{ product: 'flour', amount: 1, minimum: 0, interval: 1 }]) },
  });
  const metadata = { name: MILL, namespace, labels: { app: MILL } };
  new LabelledDeployment(chart, 'workers', {
    metadata,
    podMetadata: { labels: metadata.labels },
    selector: metadata.labels,
    account: ServiceAccount.fromServiceAccountName(chart, 'account', 'default'),
    container: {
      name: MILL,
      args: ['serve', '/config/directions.json'],
      ports: [{ name: 'http', number: 8080, protocol: Protocol.TCP }],
      volumeMounts: [{ path: '/config', volume: Volume.fromConfigMap(chart, 'config', directions), readOnly: true }],
      readiness: Probe.fromHttpGet('/ready', { port: 8080, periodSeconds: Duration.seconds(2), timeoutSeconds: Duration.seconds(5) }),
    },
    settings: { replicas: MILLERS },
  });
  new ConfigWatcher(chart, 'watcher', { namespace, name: WATCHER });
  return renderCharts(app)
    .map(({ text }) => text)
    .join('---\n');
}
