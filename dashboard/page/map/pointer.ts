import type { Point } from './map-layout.ts';

/** What somebody does to the map with a mouse, a pen or fingers. */
export interface MapGestures {
  pan(dx: number, dy: number): void;
  /** `at`: the point that stays where it is. */
  zoom(at: Point, factor: number): void;
  /** It is over: what was moved is where it stays. */
  end(): void;
  tap(at: Point): void;
  /** The pointer is over the map; undefined: no more. */
  look(at: Point | undefined): void;
}

/** Less than that is a tap. */
const TAP_PX = 6;
const WHEEL = 0.0015;

export function listenToPointers(element: HTMLElement, gestures: MapGestures): void {
  const down = new Map<number, Point>();
  let moved = 0;
  const pointOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('.controls') !== null)) return;
    down.set(event.pointerId, pointOf(event));
    moved = 0;
  });
  element.addEventListener('pointermove', (event) => {
    const before = down.get(event.pointerId);
    const at = pointOf(event);
    if (before === undefined) return gestures.look(at);
    const others = [...down].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    const [other] = others;
    down.set(event.pointerId, at);
    moved += Math.hypot(at.x - before.x, at.y - before.y);
    // From now on it is no click on the card where it began.
    if (moved >= TAP_PX && !element.hasPointerCapture(event.pointerId)) element.setPointerCapture(event.pointerId);
    if (other === undefined) return gestures.pan(at.x - before.x, at.y - before.y);
    const spread = (point: Point): number => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
    gestures.zoom({ x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 }, spread(at) / spread(before));
  });
  const up = (event: PointerEvent): void => {
    if (!down.delete(event.pointerId) || down.size > 0) return;
    const tapped = event.type === 'pointerup' && moved < TAP_PX;
    if (!tapped) gestures.end();
    else if (event.target === element) gestures.tap(pointOf(event)); // a card hears its own click
  };
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('pointerleave', () => gestures.look(undefined));
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      gestures.zoom(pointOf(event), Math.exp(-event.deltaY * WHEEL));
      gestures.end();
    },
    { passive: false },
  );
}
