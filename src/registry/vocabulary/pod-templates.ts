/** What tables of workloads show of their pod template. */
import type { Column } from '../generic/declaration.ts';
import { wide } from './columns.ts';

interface Template {
  readonly spec?: { readonly containers?: readonly { readonly name?: string; readonly image?: string }[] | null };
}

export const containersColumn: Column = wide('Containers', "The names of the template's containers.");
export const imagesColumn: Column = wide('Images', "The images of the template's containers.");
export const selectorColumn: Column = wide('Selector', 'Which pods belong to it.');

/** Names and images of the containers, joined by commas: two cells. */
export function containerCells(template: unknown): [names: string, images: string] {
  const containers = (template as Template | undefined)?.spec?.containers ?? [];
  return [containers.map((each) => each.name ?? '').join(','), containers.map((each) => each.image ?? '').join(',')];
}
