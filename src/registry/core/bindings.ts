/**
 * Bindings: assign a pod to a node; the older form of pods/binding. Nothing is stored.
 */
import { Binding } from '../../apis/core/v1/types.ts';
import { virtualResource } from '../strategies/virtual.ts';

export const bindings = virtualResource({ group: '', version: 'v1', resource: 'bindings', kind: 'Binding', type: Binding, namespaced: true });
