/** What the types of the group events.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const eventsDescriptions = (): Descriptions => ({
  Event: [
    'Something that happened to an object, told by a component; kept for a while only.',
    {
      eventTime: 'When it happened first.',
      series: 'Set when it keeps happening.',
      reportingController: 'Which controller tells it ("kubernetes.io/kubelet").',
      reportingInstance: 'Which instance of the controller tells it.',
      action: 'What was done or failed, in one word for programs.',
      reason: 'Why it was done, in one word for programs.',
      regarding: 'The object that it happened to.',
      related: 'Another object that took part.',
      note: 'What happened, for people.',
      type: 'Normal or Warning.',
      deprecatedSource: 'The component, as the older API tells it.',
      deprecatedFirstTimestamp: 'When it happened first, as the older API tells it.',
      deprecatedLastTimestamp: 'When it happened last, as the older API tells it.',
      deprecatedCount: 'How often it happened, as the older API tells it.',
    },
  ],
  EventSeries: ['An event that keeps happening.', { count: 'How often it has happened so far.', lastObservedTime: 'When it was last seen.' }],
});
