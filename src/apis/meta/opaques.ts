/**
 * Types with a wire form of their own, shared by all groups: times, quantities, raw values; and the two named strings of
 * k8s.io/apimachinery/pkg/types.
 */
import { enumeration, type OpaqueType, opaque, type ScalarType } from '../../machinery/descriptor.ts';

export const Time: OpaqueType = opaque('Time', 'v1.Time');
export const MicroTime: OpaqueType = opaque('MicroTime', 'v1.MicroTime');
export const Duration: OpaqueType = opaque('Duration', 'v1.Duration');
export const FieldsV1: OpaqueType = opaque('FieldsV1', 'v1.FieldsV1');
export const Quantity: OpaqueType = opaque('Quantity', 'resource.Quantity');
export const IntOrString: OpaqueType = opaque('IntOrString', 'intstr.IntOrString');
export const RawExtension: OpaqueType = opaque('RawExtension', 'runtime.RawExtension');
export const AnyValue: OpaqueType = opaque('Any', 'interface {}');
export const UID: ScalarType = enumeration('types.UID');
export const NodeName: ScalarType = enumeration('types.NodeName');
