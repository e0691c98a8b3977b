import { App } from 'cdk8s';
import { kingdomCharts, type SurveyedRealm } from './realm-charts.ts';
import { chartFiles, type RenderedFile } from './render-charts.ts';
import { yamlWriter } from './yaml.ts';

/** Some kingdoms of a realm, by their places in it; with the first of them comes what the cluster needs once. */
export interface RealmPart {
  readonly from: number;
  readonly to: number;
}

/** So many kingdoms take some 50 ms. */
const KINGDOMS = 20;

export const partsOf = (kingdoms: number): readonly RealmPart[] =>
  Array.from({ length: Math.ceil(kingdoms / KINGDOMS) }, (_, part) => ({
    from: part * KINGDOMS,
    to: Math.min(kingdoms, (part + 1) * KINGDOMS),
  }));

/** No chart of ours depends on another: the parts, one after the other, are the whole. */
export function renderPart(
  { realm, settings, survey }: SurveyedRealm,
  { from, to }: RealmPart,
  write = yamlWriter(),
): readonly RenderedFile[] {
  const app = new App({ outputFileExtension: EXTENSION });
  const own = from === 0 ? settings : { ...settings, system: false };
  kingdomCharts(app, { realm, settings: own, survey }, realm.kingdoms.slice(from, to));
  return chartFiles(app, write);
}

export const EXTENSION = '.k8s.yaml';
