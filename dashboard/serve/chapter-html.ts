/** What surrounds the text of a chapter. */
export interface ChapterFrame {
  /** The address of its style sheet. */
  readonly style: string;
}

/** A chapter of docs/tour as a page: of Markdown, what the chapters use. What it links to and is not a chapter is only named. */
export function chapterHtml(markdown: string, { style }: ChapterFrame): string {
  const [, title = ''] = /^# (.+)$/m.exec(markdown) ?? [];
  const body = markdown
    .replaceAll(/<!--[^]*?-->\n?/g, '')
    .split(/^(```[^]*?^```)$/m)
    .flatMap((piece) => (piece.startsWith('```') ? [codeHtml(piece)] : piece.split(/\n{2,}/).map((block) => blockHtml(block.trim()))))
    .join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · civ8s</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
</head>
<body>
<nav><a href="../">the realm</a> · <a href="index.html">the tour</a></nav>
<main>
${body}
</main>
</body>
</html>
`;
}

function codeHtml(fenced: string): string {
  const [info = '', ...lines] = fenced.slice(3, -3).split('\n');
  const second = info.endsWith(' second') ? '<p class="second">In a second terminal:</p>\n' : '';
  return `${second}<pre><code>${escaped(lines.join('\n').trimEnd())}</code></pre>`;
}

function blockHtml(block: string): string {
  if (block === '' || block === '</details>') return block;
  const [, marks = '', heading = ''] = /^(#{1,3}) (.+)$/.exec(block) ?? [];
  if (heading !== '') return `<h${marks.length}>${inlineHtml(heading)}</h${marks.length}>`;
  const [, question] = /^<details><summary>(.+)<\/summary>$/.exec(block) ?? [];
  if (question !== undefined) return `<details><summary>${inlineHtml(question)}</summary>`;
  if (block.startsWith('- ')) return listHtml('ul', block.slice(2).split(/\n- /));
  if (/^\d+\. /.test(block)) return listHtml('ol', block.replace(/^\d+\. /, '').split(/\n\d+\. /));
  return `<p>${inlineHtml(block)}</p>`;
}

const listHtml = (tag: 'ul' | 'ol', items: readonly string[]): string =>
  `<${tag}>\n${items.map((item) => `<li>${inlineHtml(item)}</li>`).join('\n')}\n</${tag}>`;

/** Code first: what looks like a mark in it is none. */
const inlineHtml = (text: string): string =>
  text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? `<code>${escaped(part)}</code>` : markedHtml(escaped(part))))
    .join('');

const markedHtml = (text: string): string =>
  text
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/\*([^*]+)\*/g, '<em>$1</em>')
    .replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, (_, shown: string, target: string) => linkHtml(shown, target));

function linkHtml(shown: string, target: string): string {
  const [, chapter] = /^(\d\d-[a-z-]+)\.md$/.exec(target) ?? [];
  if (chapter !== undefined) return `<a href="${chapter}.html">${shown}</a>`;
  if (target.startsWith('https://')) return `<a href="${target}" rel="noopener">${shown}</a>`;
  const path = target.replace(/^(\.\.\/)+/, '');
  return shown === path || path === `docs/${shown}` ? shown : `${shown} (<code>${path}</code>)`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
