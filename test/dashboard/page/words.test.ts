import { describe, expect, it } from '@jest/globals';
import { CHAPTER_OF } from '../../../dashboard/page/views/words.ts';
import { TOUR_TERMS } from '../../docs/tour-terms.ts';

/** What the page calls otherwise than the chapter does. */
const CALLED: Readonly<Record<string, string>> = { starving: 'starve', demand: 'autoscaler' };

describe('the words of the page', () => {
  it.each([...CHAPTER_OF])('lead %s to the chapter that explains it: %s', (word, chapter) =>
    expect(TOUR_TERMS.get(chapter.slice(3))).toContain(CALLED[word] ?? word),
  );
});
