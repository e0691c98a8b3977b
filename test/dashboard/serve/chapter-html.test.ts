import { describe, expect, it } from '@jest/globals';
import { chapterHtml } from '../../../dashboard/serve/chapter-html.ts';

const bodyOf = (markdown: string): string =>
  (/<main>\n([^]*)\n<\/main>/.exec(chapterHtml(markdown, { style: 'a.css' }))?.[1] ?? '').replaceAll(/\n+/g, '\n').trim();

describe('a chapter as a page', () => {
  it('has its title and its style', () => {
    const page = chapterHtml('# 2. Labels & more\n', { style: '../a.css' });
    expect(page).toContain('<title>2. Labels &amp; more · civ8s</title>');
    expect(page).toContain('<link rel="stylesheet" href="../a.css">');
  });

  it.each([
    ['headings', '# One\n\n## Two', '<h1>One</h1>\n<h2>Two</h2>'],
    ['paragraphs', 'one\n\ntwo', '<p>one</p>\n<p>two</p>'],
    ['lists', '- one\n- two', '<ul>\n<li>one</li>\n<li>two</li>\n</ul>'],
    ['numbered lists', '1. one\n2. two', '<ol>\n<li>one</li>\n<li>two</li>\n</ol>'],
    ['marks', 'a **shop**, *once*', '<p>a <strong>shop</strong>, <em>once</em></p>'],
    ['code, in which nothing is a mark', '`a **b** <c>`', '<p><code>a **b** &lt;c&gt;</code></p>'],
    ['blocks of code', '```console\n$ ls <a>\n\n# not a heading\n```', '<pre><code>$ ls &lt;a&gt;\n# not a heading</code></pre>'],
    [
      'questions',
      '<details><summary>Why `a`?</summary>\n\nSo.\n\n</details>',
      '<details><summary>Why <code>a</code>?</summary>\n<p>So.</p>\n</details>',
    ],
    ['links to chapters', '[labels](02-labels.md)', '<p><a href="02-labels.html">labels</a></p>'],
    ['the names of files that are not here', '[queue](../../controllers/queue)', '<p>queue (<code>controllers/queue</code>)</p>'],
    ['nothing of what is only for civ tour', 'one\n\n<!-- seen: "x": pods new -->\n\ntwo', '<p>one</p>\n<p>two</p>'],
  ])('has %s', (_, markdown, html) => expect(bodyOf(markdown)).toBe(html));

  it('says what is for a second terminal', () =>
    expect(bodyOf('```console second\n$ ls\n```')).toBe('<p class="second">In a second terminal:</p>\n<pre><code>$ ls</code></pre>'));

  it('lets no text be markup', () => expect(bodyOf('<script>alert(1)</script>')).toBe('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'));
});
