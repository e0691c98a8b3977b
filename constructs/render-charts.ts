import { ApiObject, Chart, DependencyGraph, Names, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { yamlWriter } from './yaml.ts';

export interface RenderedFile {
  readonly name: string;
  readonly text: string;
}

/**
 * What `app.synth()` would write with one file per chart, byte for byte, in one pass. cdk8s validates the whole app again
 * for each chart: a thousand charts take it most of a minute. One chart rendered its way resolves and validates the app
 * once; the others are rendered from that state.
 */
export const renderCharts = (app: App): readonly RenderedFile[] => chartFiles(app, yamlWriter());

/** The same with a writer that has written other charts of the kind before: it knows their words. */
export function chartFiles(app: App, write: ReturnType<typeof yamlWriter>): readonly RenderedFile[] {
  const nodes = app.node.findAll();
  const first = nodes.find((node) => Chart.isChart(node));
  if (first === undefined) app.synthYaml(); // nothing to render, and yet to be validated
  else first.toJson();
  const { charts, objectsOf } = nodes.some(({ node }) => node.dependencies.length > 0) ? inOrderOfDependencies(app) : inOrderOfTree(nodes);
  const nameOf = charts.some(dependsOnOthers) ? numbered : plain;
  return charts.map((chart, index) => ({
    name: `${nameOf(chart, index)}${app.outputFileExtension}`,
    text: write(objectsOf(chart).map((object) => object.toJson())),
  }));
}

interface Ordered {
  readonly charts: readonly Chart[];
  objectsOf(chart: Chart): readonly ApiObject[];
}

const inOrderOfDependencies = (app: App): Ordered => ({
  charts: app.charts,
  objectsOf: (chart) =>
    new DependencyGraph(chart.node)
      .topology()
      .filter((node) => ApiObject.isApiObject(node))
      .filter((object) => object.chart === chart),
});

/** A tree without dependencies is in cdk8s' order already: its graphs would take a fifth of the time. */
function inOrderOfTree(nodes: readonly IConstruct[]): Ordered {
  const objects = Map.groupBy(
    nodes.filter((node) => ApiObject.isApiObject(node)),
    ({ chart }) => chart,
  );
  return { charts: nodes.filter((node) => Chart.isChart(node)), objectsOf: (chart) => objects.get(chart) ?? [] };
}

const dependsOnOthers = (chart: Chart): boolean => chart.node.dependencies.some((other) => Chart.of(other) !== chart);
const plain = (chart: Chart): string => Names.toDnsLabel(chart);
/** Once any chart depends on another, the names say in which order to apply them. */
const numbered = (chart: Chart, index: number): string => `${String(index).padStart(4, '0')}-${plain(chart)}`;
