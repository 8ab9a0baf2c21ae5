/** Handlers of what is no plain object: connected subresources and virtual resources, by group and path ("pods/binding"). */
import type { Clock } from '../base/clock.ts';
import type { ConnectHandler } from '../endpoints/resources.ts';
import type { Registries } from './install.ts';

export function connectHandlers(
  _registries: () => Registries | undefined,
  _clock: Clock,
): (group: string, path: string) => ConnectHandler | undefined {
  return () => undefined;
}
