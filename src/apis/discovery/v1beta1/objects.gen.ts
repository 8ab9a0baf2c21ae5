/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { ObjectReference } from '../../core/v1/objects.gen.ts';
import type { ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface Endpoint {
  addresses: string[] | null;
  conditions: EndpointConditions;
  hostname?: string;
  targetRef?: ObjectReference;
  topology?: { [key: string]: string };
  nodeName?: string;
  hints?: EndpointHints;
}

export interface EndpointConditions {
  ready?: boolean;
  serving?: boolean;
  terminating?: boolean;
}

export interface EndpointHints {
  forZones?: ForZone[];
  forNodes?: ForNode[];
}

export interface EndpointPort {
  name?: string;
  protocol?: string;
  port?: number;
  appProtocol?: string;
}

export interface EndpointSlice {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  addressType: string;
  endpoints: Endpoint[] | null;
  ports: EndpointPort[] | null;
}

export interface EndpointSliceList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: EndpointSlice[] | null;
}

export interface ForNode {
  name: string;
}

export interface ForZone {
  name: string;
}
