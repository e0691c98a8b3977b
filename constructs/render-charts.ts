import { ApiObject, Chart, DependencyGraph, Names, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { yamlWriter } from './yaml.ts';

export interface RenderedFile {
  readonly name: string;
  readonly text: string;
}

/**
 * What `app.synth()` would write with a file a chart, byte for byte, in one pass. cdk8s validates the whole app again
 * for each chart: a thousand charts take it most of a minute. One chart rendered its way resolves and validates the app
 * once; the others are rendered from that state.
 */
export function renderCharts(app: App): readonly RenderedFile[] {
  app.node.findAll().find((node) => Chart.isChart(node))?.toJson();
  const write = yamlWriter();
  const charts = inOrder(app).filter((node) => Chart.isChart(node));
  const nameOf = charts.some(dependsOnOthers) ? numbered : plain;
  return charts.map((chart, index) => {
    const objects = inOrder(chart).filter((node) => ApiObject.isApiObject(node)).filter((object) => object.chart === chart);
    return { name: `${nameOf(chart, index)}${app.outputFileExtension}`, text: write(objects.map((object) => object.toJson())) };
  });
}

/** cdk8s' order. A tree without dependencies is its own order, and its graph would take a fifth of the time. */
function inOrder(scope: IConstruct): readonly IConstruct[] {
  const nodes = scope.node.findAll();
  return nodes.some(({ node }) => node.dependencies.length > 0) ? new DependencyGraph(scope.node).topology() : nodes;
}

const dependsOnOthers = (chart: Chart): boolean => chart.node.dependencies.some((other) => Chart.of(other) !== chart);
const plain = (chart: Chart): string => Names.toDnsLabel(chart);
/** Once any chart depends on another, the names say in which order to apply them. */
const numbered = (chart: Chart, index: number): string => `${String(index).padStart(4, '0')}-${plain(chart)}`;
