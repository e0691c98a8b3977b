/** A code block of a page: its language, and the file that it says it is. */
export interface CodeBlock {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
}

export const blocksOf = (page: string): readonly CodeBlock[] =>
  [...page.matchAll(/^```(\S+)(?: (\S+))?\n(.*?)^```$/gms)].map(([, language = '', file, text = '']) => ({ language, file, text }));
