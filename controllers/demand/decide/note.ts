/** What a user should be told of a shop, once. */
export interface ShopNote {
  readonly type: 'Normal' | 'Warning';
  readonly reason: 'BadRange' | 'DirectionsUnreadable' | 'NotAShop' | 'ScalingLeftAlone' | 'ScalingPaused';
  readonly message: string;
}
