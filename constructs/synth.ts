import { App } from 'cdk8s';
import type { Mistake, Realm } from '../model/realm.ts';
import { renderMistakes } from '../model/checks/render-mistakes.ts';
import type { RealmSettings } from './realm-charts.ts';
import { EXTENSION } from './realm-part.ts';
import type { RenderedFile } from './render-charts.ts';
import { renderRealm } from './render-realm.ts';
import { replaceFolder } from './replace-folder.ts';
import { surveyOf } from './survey.ts';

/** The realm has mistakes: all of them at once, and nothing was written. */
export class RealmMistakes extends Error {
  override readonly name = 'RealmMistakes';
  readonly mistakes: readonly Mistake[];
  constructor(realm: Realm, mistakes: readonly Mistake[]) {
    super(renderMistakes(realm.name, mistakes));
    this.mistakes = mistakes;
  }
}

export interface SynthSettings extends RealmSettings {
  /** @default as of any cdk8s App: where `cdk8s synth` wants them, or else `dist` */
  readonly outdir?: string;
}

/**
 * Writes the manifests of a realm, one file per kingdom, and returns their names.
 * Throws `RealmMistakes` and writes nothing where the realm has any.
 */
export function synth(realm: Realm, { outdir = new App().outdir, ...settings }: SynthSettings = {}): readonly string[] {
  const files = render(realm, settings);
  replaceFolder(outdir, files, EXTENSION);
  return files.map(({ name }) => name);
}

/** The manifests of a realm, as `synth` would write them. */
export function render(realm: Realm, settings: RealmSettings = {}): readonly RenderedFile[] {
  const survey = surveyOf(realm, settings);
  if (survey.mistakes.length > 0) throw new RealmMistakes(realm, survey.mistakes);
  return renderRealm({ realm, settings, survey });
}
