/** `civ8s/events`: what resource-events publishes about the objects of a cluster, and how it is read. */
export { BusError, type Bus, type Delivery, type Received } from '../events/buses/bus.ts';
export { openBus, type BusSettings } from '../events/buses/open-bus.ts';
export { consume, type ConsumeOptions } from '../events/consume/consume.ts';
export type { Handlers } from '../events/consume/handlers.ts';
export { receive, type EventRequest } from '../events/consume/receive.ts';
export type { CloudEventsChoice } from '../events/formats/cloudevents/choice.ts';
export { decode, type FormatName, type Readable } from '../events/formats/decode.ts';
export { encoderFor, type Encode, type FormatChoice } from '../events/formats/format.ts';
export {
  UnreadableMessage,
  type CreatedEvent,
  type DeletedEvent,
  type GapEvent,
  type PublishedObject,
  type ResourceEvent,
  type UnknownEvent,
  type UpdatedEvent,
} from '../events/formats/resource-event.ts';
export type { Message } from '../events/message.ts';
export type { ChangedObject, ChangedResource, ChangeType, ResourceChange, StateText } from '../events/resource-change.ts';
