import type uPlot from 'uplot';
import type { SeriesPicture } from '../../wire/past.ts';

export interface DrawnChart {
  show(times: readonly number[], series: readonly SeriesPicture[]): void;
  close(): void;
}

const HEIGHT = 150;
/** Told apart in both schemes, and by their order in the words below. */
const COLOURS = ['--accent', '--starving', '--full', '--never', '--short'];

/** A day or more: by date. */
const BY_DATE_MS = 86_400_000;

function tickText(ms: number, times: readonly number[]): string {
  const text = new Date(ms).toLocaleString('sv');
  return (times.at(-1) ?? 0) - (times[0] ?? 0) > BY_DATE_MS ? text.slice(5, 10) : text.slice(11, 16);
}

/** Draws lines over time with uPlot, which is fetched when the first chart is opened. `onTime` is told where somebody clicks. */
export function drawChart(element: HTMLElement, browser: Window & typeof globalThis, onTime: (ms: number) => void): DrawnChart {
  let plot: uPlot | undefined;
  let goods = '';
  let latest: { readonly times: readonly number[]; readonly series: readonly SeriesPicture[] } | undefined;
  let closed = false;
  const colour = (name: string): string => browser.getComputedStyle(element).getPropertyValue(name);
  const draw = async (): Promise<void> => {
    const { default: Plot } = await import('uplot');
    if (closed || latest === undefined) return;
    const { times, series } = latest;
    const data: uPlot.AlignedData = [times.map((ms) => ms / 1_000), ...series.map(({ values }) => [...values])];
    const now = series.map(({ good }) => good).join('\n');
    if (plot !== undefined && now === goods) return plot.setData(data);
    goods = now;
    plot?.destroy();
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
    const made = new Plot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { drag: { x: false, y: false } },
        axes: [
          { ...axis, values: (_, seconds) => seconds.map((second) => tickText(second * 1_000, times)) },
          { ...axis, size: 44 },
        ],
        series: [
          {},
          ...series.map(({ good }, index) => ({ label: good, stroke: colour(COLOURS[index % COLOURS.length] ?? ''), width: 1.5 })),
        ],
      },
      data,
      element,
    );
    made.over.addEventListener('click', () => {
      const { left = -1 } = made.cursor;
      if (left >= 0) onTime(made.posToVal(left, 'x') * 1_000);
    });
    plot = made;
  };
  return {
    show(times, series) {
      latest = { times, series };
      void draw();
    },
    close() {
      closed = true;
      plot?.destroy();
    },
  };
}
