/** From the least to the most: of a size, or of a cost. Beyond a limit, all is as much. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

export const BOUNDLESS = 2 ** 64;
const held = (value: number) => Math.min(value, BOUNDLESS);

export const range = (least: number, most = least): Range => ({ least: held(least), most: held(most) });
export const NOTHING = range(0);
export const UNKNOWN = range(0, BOUNDLESS);

export const plus = (...all: readonly Range[]): Range =>
  all.reduce((sum, each) => range(sum.least + each.least, sum.most + each.most), NOTHING);
export const times = (one: Range, other: Range): Range => range(one.least * other.least, one.most * other.most);
export const scaled = ({ least, most }: Range, factor: number): Range => range(Math.ceil(least * factor), Math.ceil(most * factor));
export const either = (one: Range, other: Range): Range => range(Math.min(one.least, other.least), Math.max(one.most, other.most));
