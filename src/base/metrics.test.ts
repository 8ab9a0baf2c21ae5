import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MetricsRegistry } from './metrics.ts';

test('families are sorted by name, labels within a line, and help carries the stability', () => {
  const registry = new MetricsRegistry();
  registry
    .counter({ name: 'b_total', help: 'Bees.', stability: 'STABLE', labels: ['verb', 'code'] })
    .labels('GET', '200')
    .inc(2);
  registry.gauge({ name: 'a', help: 'Line one\nline two', stability: '' }).labels().set(1.5e6);
  assert.equal(
    registry.render(),
    '# HELP a Line one\\nline two\n# TYPE a gauge\na 1.5e+06\n# HELP b_total [STABLE] Bees.\n# TYPE b_total counter\nb_total{code="200",verb="GET"} 2\n',
  );
});

test('a histogram counts up to and including each bound', () => {
  const registry = new MetricsRegistry();
  const series = registry.histogram({ name: 'h', help: 'H', buckets: [0.5, 1], labels: ['x'] }).labels('"\\');
  for (const value of [0.5, 0.7, 3]) series.observe(value);
  assert.deepEqual(registry.render().split('\n').slice(2), [
    'h_bucket{x="\\"\\\\",le="0.5"} 1',
    'h_bucket{x="\\"\\\\",le="1"} 2',
    'h_bucket{x="\\"\\\\",le="+Inf"} 3',
    'h_sum{x="\\"\\\\"} 4.2',
    'h_count{x="\\"\\\\"} 3',
    '',
  ]);
});

test('callers who choose label values cannot grow a family without bound', () => {
  const registry = new MetricsRegistry();
  const family = registry.counter({ name: 'c', help: 'C', labels: ['path'], maxSeries: 2 });
  for (let i = 0; i < 100; i++) family.labels(`/${i}`).inc();
  const lines = registry
    .render()
    .split('\n')
    .filter((line) => line.startsWith('c{'));
  assert.deepEqual(lines, ['c{path="/0"} 1', 'c{path="/1"} 1', 'c{path="overflow"} 98']);
});

test('a name is taken once', () => {
  const registry = new MetricsRegistry();
  registry.counter({ name: 'c', help: '' });
  assert.throws(() => registry.gauge({ name: 'c', help: '' }), /exists already/);
});

test('an operator leaves families out, and puts label values that are too many into one', () => {
  const registry = new MetricsRegistry({ disabled: ['gone'], allowedLabelValues: new Map([['c,code', ['200', '404']]]) });
  registry.counter({ name: 'gone', help: 'G' }).labels().inc();
  const family = registry.counter({ name: 'c', help: 'C', labels: ['verb', 'code'] });
  for (const code of ['200', '500', '503']) family.labels('GET', code).inc();
  assert.deepEqual(registry.render().split('\n').slice(2), ['c{code="200",verb="GET"} 1', 'c{code="unexpected",verb="GET"} 2', '']);
  assert.equal(registry.unexpectedValues, 2);
});
